import { anchorOf, routeView } from './docsRoute.js';
import { element, setText } from './dom.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

const GROUPS = [
  { name: 'Metrics', paths: ['/v1/metrics'] },
  { name: 'Recurring revenue', paths: ['/v1/mrr', '/v1/movements'] },
  { name: 'Customers', paths: ['/v1/customers'] },
  { name: 'Live stream', paths: ['/v1/stream'] },
  { name: 'Alerts', paths: ['/v1/alerts'] },
  { name: 'Tenant and instance', paths: [''] },
];

const groupOf = (path) => GROUPS.find(({ paths }) => paths.some((start) => path.startsWith(start)));

const routesOf = ({ paths }) =>
  Object.entries(paths).flatMap(([path, operations]) =>
    METHODS.filter((method) => operations[method] !== undefined).map((method) => ({
      path,
      method: method.toUpperCase(),
      operation: operations[method],
    })),
  );

const link = (route) =>
  element(
    'li',
    {},
    element(
      'a',
      { href: `#${anchorOf(route)}`, title: route.operation.summary ?? null },
      element('span', { class: `method ${route.method.toLowerCase()}` }, route.method),
      element('span', { class: 'path' }, route.path),
    ),
  );

const show = (reference) => {
  const { title, version, description = '' } = reference.info;
  setText(document.getElementById('lead'), `${title} ${version}. ${description}`);
  const groups = Map.groupBy(routesOf(reference), ({ path }) => groupOf(path));
  const shown = GROUPS.filter((group) => groups.has(group));
  document
    .getElementById('contents')
    .replaceChildren(
      ...shown.flatMap((group) => [
        element('h2', {}, group.name),
        element('ul', {}, ...groups.get(group).map(link)),
      ]),
    );
  document
    .getElementById('routes')
    .replaceChildren(
      ...shown.flatMap((group) => [
        element('h2', { class: 'group' }, group.name),
        ...groups.get(group).map(routeView),
      ]),
    );
  // The browser looked for the place before there was one.
  if (location.hash !== '') document.getElementById(location.hash.slice(1))?.scrollIntoView();
};

const read = async () => {
  const response = await fetch('/openapi.json');
  if (!response.ok) throw new Error(`the API answered ${response.status}`);
  return response.json();
};

read().then(show, (error) =>
  setText(document.getElementById('lead'), `The reference could not be read: ${error.message}.`),
);
