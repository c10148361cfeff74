import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { portsFrom } from './ports.ts';
import { runningIn } from './runState.ts';
import { type Stack, startStack } from './stack.ts';

const USAGE = 'Usage: npm start -- [--no-demo] [--data DIR]';
const PARENT_POLL = 500;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const fail = (line: string, code: number): never => {
  process.stderr.write(`${line}\n`);
  process.exit(code);
};

const readArguments = () => {
  try {
    return parseArgs({
      allowNegative: true,
      options: {
        demo: { type: 'boolean', default: true },
        data: { type: 'string', default: process.env['TIDEMARK_DATA'] || '.tidemark' },
      },
    }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, 2);
  }
};

const { demo, data } = readArguments();
const folder = resolve(data);

const other = runningIn(folder);
if (other !== null) {
  const lines = Object.entries(other.addresses).map(([name, address]) => `  ${name.padEnd(11)}${address}`);
  fail(`Tidemark runs already out of ${folder} (process ${other.launcher.pid}):\n${lines.join('\n')}`, 1);
}

let stack: Stack | undefined;
let ending = false;
const starting = new AbortController();

const end = async (reason: string): Promise<void> => {
  if (ending) return;
  ending = true;
  say(`\n${reason}: ending everything in order …`);
  starting.abort();
  await (stack ?? (await start.catch(() => undefined)))?.stop();
  say('Ended. The data stays in the folder; `npm start` goes on from there.');
  process.exit(0);
};

process.on('SIGINT', () => void end('Ctrl-C'));
process.on('SIGTERM', () => void end('SIGTERM'));
process.on('SIGHUP', () => void end('SIGHUP'));
// Where only npm was told to end, or vanished, nobody passes the signal on: notice that the parent is gone.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) void end('npm ended');
}, PARENT_POLL).unref();

const since = Date.now();
say(`Starting Tidemark in ${folder} …`);
const start = Promise.resolve().then(() =>
  startStack({
    dataFolder: folder,
    ports: portsFrom(process.env),
    environment: process.env,
    signal: starting.signal,
    demonstration: demo,
    say: (line) => say(`  ${line}`),
  }),
);
try {
  stack = await start;
} catch (error) {
  if (!ending)
    fail(
      `\nCould not start: ${error instanceof Error ? error.message : String(error)}\n\`npm run tidemark -- doctor\` says what may be missing.`,
      1,
    );
}

if (stack !== undefined && !ending) {
  const { api, ingest, kafka, redis, clickhouse } = stack.addresses;
  say(`
Ready after ${((Date.now() - since) / 1000).toFixed(1)} s.

  numbers      ${api}          page and API${demo ? ', tenant demo' : ''}
  events in    ${ingest}
  stores       Kafka ${kafka}, Redis ${redis}, ClickHouse ${clickhouse}

Try:
  curl -s '${api}/v1/metrics/customer_churn_rate?window=30d'
  curl -s '${api}/v1/mrr/bridge?interval=month&from=2026-01-01&to=2027-01-01'
  curl -s ${ingest}/v1/events -H 'content-type: application/json' -H 'x-tidemark-tenant: acme' \\
    -d '{"id":"e1","type":"purchase","time":"${new Date().toISOString()}","customer":"ada","amount":4900,"currency":"EUR","subscription":{"id":"s1","interval":"month"}}'

Ctrl-C ends everything.`);
}
