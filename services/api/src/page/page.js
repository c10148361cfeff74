import { ask, forgetKey, hasKey, keepKey, NotSignedIn } from './ask.js';
import { createBridge } from './bridge.js';
import { createChoice } from './choice.js';
import { createConnection } from './connection.js';
import { createCustomerDialog } from './customer.js';
import { runDashboard } from './dashboard.js';
import { setText } from './dom.js';
import { createFacts } from './facts.js';
import { createFeed } from './feed.js';
import { createFirstEvent } from './firstEvent.js';
import { createPipeline } from './pipeline.js';
import { createTiles } from './tiles.js';

const at = (id) => document.getElementById(id);

let session = new AbortController();
const showCustomer = createCustomerDialog(at('customer'));
const showFirstEvent = createFirstEvent({
  name: at('empty-tenant'),
  code: at('first-event'),
  button: at('copy-first'),
});
const connection = createConnection({ root: at('connection'), overview: at('overview') });
const pipeline = createPipeline({
  stages: at('stages'),
  partitions: at('partitions'),
  rate: at('rate'),
  oddities: at('oddities'),
});
const bridge = createBridge({
  root: at('bridge'),
  legend: at('legend'),
  chart: at('chart'),
  table: at('bridge-table'),
});
const feed = createFeed(at('feed'), (customer) =>
  showCustomer(customer, choice.get().tenant, session.signal),
);

/** Of these only one shows. */
const SCREENS = ['overview', 'empty', 'failed', 'sign-in'];
const reveal = (screen) => {
  for (const id of SCREENS) at(id).hidden = id !== screen;
  document.body.dataset.screen = screen;
  at('sign-out').hidden = !hasKey() || screen === 'sign-in';
};

const describe = async (views, signal) => {
  const [{ metrics }, { time_zone }] = await Promise.all([
    ask('/v1/metrics', { signal }),
    ask('/v1/settings', { tenant: choice.get().tenant, signal }),
  ]);
  for (const { id, name, formula } of metrics)
    (views.tiles.get(id) ?? views.facts.get(id))?.describe(`${name}: ${formula}`);
  setText(at('zone'), time_zone);
};

const onError = (part, error, hasNumbers) => {
  if (error instanceof NotSignedIn) {
    session.abort();
    setText(at('refused'), hasKey() ? 'That key was not accepted.' : '');
    forgetKey();
    connection.idle('Not signed in');
    reveal('sign-in');
    at('key').focus();
    return;
  }
  connection.trouble(part, error.message);
  if (hasNumbers) return;
  setText(at('failed-reason'), `${error.message[0].toUpperCase()}${error.message.slice(1)}.`);
  reveal('failed');
};

/** What does not hang on the window stays where only that was changed. */
const start = ({ sameTenant = false } = {}) => {
  session.abort();
  session = new AbortController();
  const { signal } = session;
  connection.waiting();
  if (!sameTenant) {
    feed.clear();
    bridge.clear();
  }
  const views = {
    tiles: createTiles(at('tiles')),
    facts: createFacts(at('facts')),
    pipeline,
    bridge,
    feed,
  };
  let described = false;
  reveal('overview');
  runDashboard({
    choice: choice.get,
    views,
    signal,
    onTenants: choice.settle,
    onError,
    onState: (state, answer) => {
      if (state === 'empty') {
        showFirstEvent(choice.get().tenant);
        connection.idle('Waiting for the first event');
        return reveal('empty');
      }
      if (state === 'history') return connection.good('history', null);
      reveal('overview');
      connection.good('live', answer);
      document.title = `${choice.get().tenant} · Tidemark`;
      if (described) return;
      described = true;
      // Words beside the numbers: without them the page is whole.
      describe(views, signal).catch(() => undefined);
    },
  });
};

const choice = createChoice({
  select: at('tenant'),
  windows: at('window'),
  dialog: at('other-tenant'),
  onChange: start,
});

at('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  keepKey(at('key').value.trim());
  at('key').value = '';
  start();
});
at('sign-out').addEventListener('click', () => {
  forgetKey();
  start();
});

start();
