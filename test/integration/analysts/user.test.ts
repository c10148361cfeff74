import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connect, migrate } from '@tidemark/clickhouse';
import { Session } from 'chdb';
import { embeddedClickhouse } from '../../../infra/embedded/clickhouse/store.ts';
import { freePorts } from '../../../infra/launcher/ports.ts';
import { type Supervised, supervise } from '../../../infra/launcher/supervise.ts';
import { PAGE, questions } from '../support/analysts.ts';

/**
 * The analysts' user of the page, in force: its grants and its profile are given to the one user that the embedded engine knows, by a
 * configuration of users as a server reads it, over a database that was made before.
 */

const START = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'tidemark-analyst-'));
const tables: string[] = [];
const views: string[] = [];
let session: Session;

/** Makes database and views as a start does, and ends: a folder has one process at a time. */
const makeDatabase = async (): Promise<void> => {
  const { clickhouse: port } = await freePorts();
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  const handles: Supervised[] = [];
  const silent = { started: () => undefined, died: () => undefined };
  const spec = embeddedClickhouse(join(folder, 'clickhouse'), port);
  await supervise(spec, logs, silent, START, (handle) => handles.push(handle));
  const connection = {
    url: `http://127.0.0.1:${port}`,
    user: 'default',
    password: '',
    database: 'tidemark',
  };
  try {
    await migrate(connection);
    const client = connect(connection);
    for (const [database, names] of [
      ['tidemark', tables],
      ['tidemark_analytics', views],
    ] as const) {
      const answer = await client.query({ query: `SHOW TABLES FROM ${database}`, format: 'JSONEachRow' });
      names.push(...(await answer.json<{ name: string }>()).map(({ name }) => name));
    }
    await client.close();
  } finally {
    for (const handle of handles) await handle.stop();
  }
};

const [, statements] = /## A user of their own[\s\S]*?```sql\n([\s\S]*?)```/.exec(PAGE)!;
const grants = [...statements!.matchAll(/GRANT [\s\S]*? TO tidemark_analyst;/g)].map(([grant]) =>
  grant.replace(/ TO tidemark_analyst;$/, ''),
);
/** `name = value MAX most`, as the profile has them. */
const limits = [...statements!.split(';')[0]!.matchAll(/^ {4}(\w+) = '?(\w+)'?(?: MAX (\w+))?/gm)];

const element = (name: string, text: string): string => `<${name}>${text}</${name}>`;

/** What a server's `users.xml` would hold for this user. */
const usersFile = (): string => {
  const profile = limits.map(([, name, value]) => element(name!, value!)).join('');
  const constraints = limits
    .filter(([, , , most]) => most !== undefined)
    .map(([, name, , most]) => element(name!, element('max', most!)))
    .join('');
  const user = [
    element('password', ''),
    element('networks', element('ip', '::/0')),
    element('profile', 'default'),
    element('quota', 'default'),
    element('grants', grants.map((grant) => element('query', grant)).join('')),
  ].join('');
  return element(
    'clickhouse',
    [
      element('profiles', element('default', `${profile}${element('constraints', constraints)}`)),
      element('users', element('default', user)),
      element('quotas', element('default', '')),
    ].join(''),
  );
};

before(async () => {
  await makeDatabase();
  const users = join(folder, 'users.xml');
  const configuration = join(folder, 'configuration.xml');
  writeFileSync(users, usersFile());
  writeFileSync(configuration, element('clickhouse', element('users_config', users)));
  session = new Session(join(folder, 'clickhouse', 'data'), {
    connectionArgs: [`--config-file=${configuration}`],
  });
  session.query('USE tidemark_analytics');
});
after(() => {
  session.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Without an answer: what came of one before it is refused would stand before the next. */
const refused = (query: string, code: string): void =>
  assert.throws(() => session.query(query, 'Null'), new RegExp(code), query);

test('it reads every view, and the ten questions are answered', () => {
  assert.ok(views.length >= 8);
  for (const view of views) assert.equal(session.query(`SELECT count() FROM ${view}`, 'CSV'), '0\n', view);
  for (const question of questions('acme', 'UTC')) session.query(question, 'CSV');
});

test('of the tables it reads those below the views, none that holds secrets, and changes nothing', () => {
  const open = tables.filter((table) => grants.join().includes(`tidemark.${table}`));
  const closed = tables.filter((table) => !open.includes(table));
  assert.equal(open.length, 7);
  assert.ok(closed.includes('alert_rules'));
  // Of a materialized view into a table that it may not see, it sees no column.
  for (const table of closed)
    refused(`SELECT count() FROM tidemark.${table}`, 'ACCESS_DENIED|EMPTY_LIST_OF_COLUMNS');
  for (const query of [
    "INSERT INTO tidemark.settings VALUES ('demo', 99, '{}', 0, 'me')",
    'ALTER TABLE tidemark.movements DELETE WHERE 1',
    'TRUNCATE TABLE tidemark.events',
    'DROP VIEW movements',
    'DROP DATABASE tidemark',
    'CREATE TABLE tidemark_analytics.mine (x Int8) ENGINE = Memory',
    "CREATE USER mine IDENTIFIED BY 'x'",
    "SELECT * FROM file('/etc/hostname', 'LineAsString')",
    "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
  ])
    refused(query, 'ACCESS_DENIED|READONLY');
});

test('its limits hold, may be raised up to their bounds and no further', () => {
  refused('SET readonly = 0', 'READONLY');
  refused('SELECT number FROM numbers(1000001)', 'TOO_MANY_ROWS');
  assert.equal(
    session.query('SELECT count() FROM (SELECT number FROM numbers(1000001))', 'CSV'),
    '1000001\n',
  );
  refused('SELECT groupArray(number) FROM numbers(1000000000)', 'MEMORY_LIMIT|TIMEOUT');
  for (const [, name, value, most] of limits)
    assert.equal(session.query(`SELECT toString(getSetting('${name}'))`, 'CSV'), `"${value}"\n`, most);
  for (const [, name, , most] of limits.filter(([, , , bound]) => bound !== undefined)) {
    assert.equal(session.query(`SELECT 1 SETTINGS ${name} = ${most}`, 'CSV'), '1\n');
    refused(`SELECT 1 SETTINGS ${name} = ${most}0`, 'SETTING_CONSTRAINT_VIOLATION');
  }
});
