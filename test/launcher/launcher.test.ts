import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createProducer } from '@tidemark/producer';
import { isRunning, type ProcessIdentity } from '../../infra/launcher/identity.ts';
import { freePorts, PORTS, type PortName, type Ports } from '../../infra/launcher/ports.ts';
import { endLeftovers, readRunState } from '../../infra/launcher/runState.ts';
import { eventually } from '../integration/support/eventually.ts';
import { npm, npmRun, type Terminal } from './terminal.ts';

/** `npm start` as a person has it: real processes, killed and ended in every way that happens. One data folder from first start to reset. */

const folder = mkdtempSync(join(tmpdir(), 'tidemark-launcher-'));
const data = join(folder, 'data');
let ports: Ports;
let variables: Readonly<Record<string, string>>;
let terminal: Terminal | undefined;

const start = (...more: readonly string[]): Terminal => {
  terminal = npm(['start', '--', '--no-demo', '--data', data, ...more], variables);
  return terminal;
};
const command = (...args: readonly string[]) =>
  npmRun(['run', '--silent', 'tidemark', '--', ...args], variables);

const processes = (): ReadonlyMap<string, ProcessIdentity> => {
  const state = readRunState(data);
  assert.ok(state, 'something runs');
  return new Map([['launcher', state.launcher], ...Object.entries(state.processes)]);
};
const kill = (name: string): void => void process.kill(processes().get(name)!.pid, 'SIGKILL');
const allEnd = (identities: ReadonlyMap<string, ProcessIdentity>) =>
  eventually('no process is left', async () => ([...identities.values()].some(isRunning) ? undefined : true));

const get = async <T>(path: string): Promise<T> => {
  const response = await fetch(`http://127.0.0.1:${ports.api}${path}`, {
    headers: { 'x-tidemark-tenant': 'kills' },
  });
  assert.equal(response.status, 200, response.status === 200 ? '' : await response.text());
  return (await response.json()) as T;
};
interface Status {
  readonly accepted: number;
  readonly applied: number;
  readonly stored: number;
  readonly pending: number;
  readonly dead_letters: number;
  readonly data_through: string;
  readonly partitions: readonly {
    readonly accepted: number;
    readonly applied: number;
    readonly stored: number;
  }[];
}
/** Until everything accepted before this call is in both stores, and nothing comes any more. */
const settled = (): Promise<Status> => {
  // An answer may tell of the log as it was a moment ago: only a look that began after this call counts.
  const asked = Date.now();
  return eventually('everything accepted is applied and stored', async () => {
    const status = await get<Status>('/v1/status');
    if (status.pending === 0 && Date.parse(status.data_through) > asked) return status;
    throw new Error(`not yet: ${JSON.stringify(status)}`);
  });
};
/** Until what was accepted at the first answer is in both stores, however much comes after it. */
const caughtUp = async (killed: string): Promise<void> => {
  let then: Status['partitions'] | undefined;
  await eventually(`after ${killed} was killed, what was accepted is applied and stored`, async () => {
    const { partitions } = await get<Status>('/v1/status');
    then ??= partitions;
    const behind = then.some(({ accepted }, index) => {
      const { applied, stored } = partitions[index]!;
      return Math.min(applied, stored) < accepted;
    });
    return behind ? undefined : true;
  });
};

before(async () => {
  ports = await freePorts();
  variables = Object.fromEntries(
    Object.entries(PORTS).map(([name, { variable }]) => [variable, String(ports[name as PortName])]),
  );
});

after(async () => {
  const launcher = readRunState(data)?.launcher;
  if (launcher !== undefined && isRunning(launcher)) {
    process.kill(launcher.pid, 'SIGKILL');
    await eventually('the launcher has ended', async () => (isRunning(launcher) ? undefined : true));
  }
  await endLeftovers(data);
  await terminal?.ended;
  rmSync(folder, { recursive: true, force: true });
});

test('configuration errors come all at once, each with what is expected', async () => {
  const wrong = { KAFKA_BROKERS: 'kafka', API_PORT: '99999', EMBEDDED_REDIS_PORT: 'x', LOG_LEVEL: 'loud' };
  const { code, output } = await npmRun(['start', '--', '--data', data], { ...variables, ...wrong });
  assert.equal(code, 2);
  for (const variable of Object.keys(wrong)) assert.match(output, new RegExp(`^${variable}: expected `, 'm'));
  assert.ok(!existsSync(data), 'nothing was begun');
});

test('ports that others hold are named with their variables', async (t) => {
  const others = await Promise.all(
    [ports.api, ports.kafka].map(async (port) => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      return server;
    }),
  );
  t.after(() => {
    for (const server of others) server.close();
  });
  const { code, output } = await npmRun(['start', '--', '--data', data], variables);
  assert.equal(code, 1);
  assert.match(output, new RegExp(`API_PORT=${ports.api} `));
  assert.match(output, new RegExp(`EMBEDDED_KAFKA_PORT=${ports.kafka} `));
  assert.doesNotMatch(output, /EMBEDDED_REDIS_PORT/);
  const doctor = await command('doctor', '--data', data);
  assert.equal(doctor.code, 1);
  assert.match(doctor.output, new RegExp(`NO Ports +${ports.api} \\(api\\) is taken`));
});

test('a first start tells each step, and ends with addresses and three commands that work as printed', async () => {
  const { prints, output } = start();
  await prints(/Ctrl-C ends everything/);
  for (const step of [
    'kafka is up',
    'redis is up',
    'clickhouse is up',
    'topics and tables are there',
    'read back',
  ])
    assert.ok(output().includes(step), step);
  assert.ok(!output().includes('\x1b'), 'plain lines');
  const commands = [...output().matchAll(/^ {2}(curl .*)$/gm)].map(([, line]) => line!);
  assert.equal(commands.length, 3);
  assert.deepEqual(await get('/v1/tenants'), { tenants: [] }, 'the check at the start appears nowhere');
  const run = (line: string) => npmRun(['exec', '-c', line, '--silent'], variables);
  assert.match((await run(commands[0]!)).output, /"accepted":1/);
  await settled();
  assert.match((await run(commands[1]!)).output, /"value":4900/);
  assert.match((await run(commands[2]!)).output, /"type":"new"/);
});

test('a second start in the same folder says what runs where; reset and doctor know it too', async () => {
  const again = await npmRun(['start', '--', '--data', data], variables);
  assert.equal(again.code, 1);
  for (const port of [
    ports.api,
    ports.ingest,
    ports.processor,
    ports.alerter,
    ports.kafka,
    ports.redis,
    ports.clickhouse,
  ])
    assert.ok(again.output.includes(`127.0.0.1:${port}`));
  const reset = await command('reset', '--data', data, '--yes');
  assert.equal(reset.code, 1);
  assert.match(reset.output, /end it first/);
  const doctor = await command('doctor', '--data', data, '--json');
  const { findings } = JSON.parse(doctor.output) as {
    findings: readonly { subject: string; state: string }[];
  };
  const subjects = new Set(findings.map(({ subject }) => subject));
  assert.deepEqual(
    [...subjects],
    ['Node', 'Java', 'Maven', 'Memory', 'Disk', 'Processor', 'Open files', 'Ports', 'Configuration', 'Redis'],
  );
  assert.equal(findings.filter(({ state }) => state === 'missing').length, 0);
  assert.match((await command('status', '--data', data)).output, /^accepted {6}\d+$/m);
});

/** Events that flow until told to stop; each is a first purchase, so that every count can be told beforehand. */
const flow = () => {
  const producer = createProducer({ url: `http://127.0.0.1:${ports.ingest}`, tenant: 'kills', linger: 20 });
  const sent: Promise<unknown>[] = [];
  const timer = setInterval(() => {
    const number = sent.length;
    sent.push(
      producer.send({
        id: `e${number}`,
        type: 'purchase',
        time: Date.now(),
        customer: `c${number}`,
        amount: 100,
        currency: 'EUR',
        subscription: { id: 's', interval: 'month' },
      }),
    );
  }, 5);
  return {
    end: async (): Promise<number> => {
      clearInterval(timer);
      await Promise.all(sent);
      await producer.close();
      return sent.length;
    },
  };
};

let events = 0;
const checkNumbers = async (): Promise<void> => {
  const { accepted, applied, stored, dead_letters } = await settled();
  assert.deepEqual([applied, stored, dead_letters], [accepted, accepted, 0]);
  const today = new Date().toISOString();
  for (const at of ['', `&at=${today}`]) {
    for (const [metric, value] of [
      ['orders', events],
      ['customers_active', events],
      ['mrr', 100 * events],
    ] as const)
      assert.equal(
        (await get<{ value: number }>(`/v1/metrics/${metric}?window=30d${at}`)).value,
        value,
        `${metric}${at}`,
      );
  }
  const { rows } = await get<{
    rows: readonly { closing: number; new: number; customers: { closing: number } }[];
  }>('/v1/mrr/bridge?interval=year');
  const last = rows.at(-1)!;
  assert.deepEqual([last.closing, last.customers.closing], [100 * events, events]);
};

test('every service and store is killed while events flow: it comes back, and nothing is lost or doubled', async (t) => {
  const { end } = flow();
  t.after(end);
  for (const name of ['processor', 'redis', 'ingest', 'clickhouse', 'api', 'alerter', 'kafka']) {
    const before = processes().get(name)!;
    kill(name);
    await eventually(`${name} is brought back`, async () => {
      const now = processes().get(name)!;
      return now.pid !== before.pid && isRunning(now) ? true : undefined;
    });
    await caughtUp(name);
    assert.ok(terminal!.output().includes(`${name} ended (signal SIGKILL); starting it again`));
  }
  events = await end();
  assert.ok(events > 0);
  await checkNumbers();
});

test('the launcher is killed: the next start ends what it left and goes on', async () => {
  const left = processes();
  const killed = terminal!;
  kill('launcher');
  await killed.ended;
  const status = await command('status', '--data', data);
  assert.equal(status.code, 1);
  assert.match(status.output, /Left over: .*kafka/);
  const { prints, output } = start();
  await prints(/Ready after/);
  assert.match(output(), /Ended what an earlier start left running: .*kafka/);
  await allEnd(left);
  await checkNumbers();
});

test('SIGTERM that reaches npm alone ends everything, stores last', async () => {
  const running = processes();
  process.kill(terminal!.pid, 'SIGTERM');
  await allEnd(running);
  await terminal!.ended;
  assert.equal(readRunState(data), null);
});

test('a later start goes on with the numbers; Ctrl-C ends everything, in the midst of a start too', async () => {
  const early = start();
  await early.prints(/redis is up/);
  const begun = processes();
  early.interrupt();
  await early.ended;
  await allEnd(begun);
  assert.equal(readRunState(data), null);

  const { prints, interrupt, ended, output } = start();
  await prints(/Ready after/);
  await checkNumbers();
  const running = processes();
  interrupt();
  await ended;
  await allEnd(running);
  assert.match(output(), /Ended\. The data stays/);
  assert.equal(readRunState(data), null);
});

test('reset asks; without anybody to ask it deletes nothing; with --yes all that was kept is gone', async () => {
  const asked = await command('reset', '--data', data);
  assert.equal(asked.code, 1);
  assert.match(asked.output, /--yes/);
  assert.ok(existsSync(join(data, 'kafka')));
  const deleted = await command('reset', '--data', data, '--yes');
  assert.equal(deleted.code, 0);
  for (const name of ['kafka', 'redis', 'clickhouse', 'logs', 'run.json'])
    assert.ok(!existsSync(join(data, name)), name);
});
