import { copyFrom } from './copy.js';
import { outline } from './docsOutline.js';
import { element } from './dom.js';

/** Values that make an example one can run on the demonstration. */
const EXAMPLES = {
  'GET /v1/metrics/{id}': { path: { id: 'customer_churn_rate' }, query: 'window=30d' },
  'GET /v1/metrics/{id}/series': { path: { id: 'mrr' }, query: 'interval=month&window=30d' },
  'GET /v1/mrr/bridge': { query: 'interval=month' },
  'GET /v1/movements': { query: 'limit=10' },
  'GET /v1/customers/{id}': { path: { id: 'ada' } },
  'PUT /v1/settings': { body: '{"time_zone": "Europe/Berlin"}' },
};

const command = ({ method, path, takesTenant }) => {
  const example = EXAMPLES[`${method} ${path}`] ?? {};
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => example.path?.[name] ?? name);
  const query = example.query === undefined ? '' : `?${example.query}`;
  return [
    `curl -s${method === 'GET' ? '' : ` -X ${method}`} '${location.origin}${filled}${query}'`,
    ...(takesTenant ? ["-H 'x-tidemark-tenant: demo'"] : []),
    ...(example.body === undefined ? [] : ["-H 'content-type: application/json'", `-d '${example.body}'`]),
  ].join(' \\\n  ');
};

/** The values stand below as well, where they are few enough to be listed. */
const parameterText = (text, listed) => (listed ? text.replace(/ \(one of [^)]*\)$/, '') : text);

const parameterRow = ({ name, in: place, required, description, schema }) =>
  element(
    'div',
    { class: 'parameter' },
    element(
      'dt',
      {},
      element('code', { class: 'field' }, name),
      element('span', { class: 'quiet small' }, required ? `${place}, required` : place),
    ),
    element(
      'dd',
      {},
      parameterText(description ?? '', schema?.enum !== undefined),
      ...(schema?.enum === undefined
        ? []
        : [element('span', { class: 'values' }, ...schema.enum.map((value) => element('code', {}, value)))]),
    ),
  );

/** What stands between backquotes in the words of the API is code. */
const prose = (text) =>
  text.split('`').map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part));

const PLACES = ['path', 'query', 'header'];

const byPlace = (left, right) => PLACES.indexOf(left.in) - PLACES.indexOf(right.in);

const schemaOf = (response) => Object.values(response.content ?? {})[0]?.schema;

const answer = ([status, response]) => {
  const schema = schemaOf(response);
  const good = status.startsWith('2');
  return element(
    'details',
    { class: 'answer', open: good },
    element(
      'summary',
      {},
      element('code', { class: good ? 'status good' : 'status' }, status),
      element('span', { class: 'quiet small' }, good ? 'JSON' : 'problem document'),
    ),
    ...(schema === undefined ? [] : [outline(schema)]),
  );
};

export const anchorOf = ({ method, path }) => `${method}${path}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');

/** One route: what it takes, what it answers, and a command to try it. */
export const routeView = (route) => {
  const { method, path, operation } = route;
  const { summary = '', parameters = [], requestBody, responses = {} } = operation;
  const body = requestBody === undefined ? undefined : schemaOf(requestBody);
  const takesTenant = parameters.some(({ name }) => name === 'x-tidemark-tenant') || method === 'PUT';
  const code = element('code', {}, command({ method, path, takesTenant }));
  const copy = element('button', { type: 'button', class: 'button' }, 'Copy');
  copyFrom(copy, () => code.textContent);
  return element(
    'section',
    { class: 'card route', id: anchorOf(route) },
    element(
      'h3',
      {},
      element('span', { class: `method ${method.toLowerCase()}` }, method),
      element('code', {}, path),
    ),
    element('p', {}, ...prose(summary)),
    element('div', { class: 'snippet' }, element('pre', {}, code), copy),
    ...(parameters.length === 0
      ? []
      : [
          element('h4', {}, 'Parameters'),
          element('dl', {}, ...parameters.toSorted(byPlace).map(parameterRow)),
        ]),
    ...(body === undefined
      ? []
      : [
          element('h4', {}, 'Body'),
          element('p', { class: 'small' }, body.description ?? ''),
          ...(body.properties === undefined ? [] : [outline(body)]),
        ]),
    element('h4', {}, 'Answers'),
    ...Object.entries(responses)
      .sort(([left], [right]) => left.localeCompare(right))
      .map(answer),
  );
};
