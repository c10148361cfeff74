import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from '@tidemark/runtime';
import { withoutSecrets } from './addresses.ts';
import { commandsToTry } from './commandsToTry.ts';
import { createProgress } from './progress.ts';
import { runningIn } from './runState.ts';
import { readSettings } from './settings.ts';
import { type Stack, startStack } from './stack.ts';

const USAGE = `Usage: npm start -- [--no-demo] [--data DIR]
Starts everything on this machine, with a demonstration unless --no-demo. --data keeps the data elsewhere than in .tidemark.
Ctrl-C ends it. Exit code 1 where it could not start, 2 on wrong usage or configuration.`;
const PARENT_POLL = 500;

const { say, doing, close } = createProgress(process.stdout);
const fail = (text: string, code: number): never => {
  close();
  process.stderr.write(`${text}\n`);
  process.exit(code);
};

const readArguments = () => {
  try {
    return parseArgs({
      allowNegative: true,
      options: {
        demo: { type: 'boolean', default: true },
        data: { type: 'string', default: process.env['TIDEMARK_DATA'] || '.tidemark' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`, 2);
  }
};

const readEnvironment = () => {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (error instanceof ConfigError) return fail(`The configuration is wrong:\n${error.message}`, 2);
    throw error;
  }
};

const { demo, data, help } = readArguments();
if (help) {
  say(USAGE);
  process.exit(0);
}
const folder = resolve(data);

const other = runningIn(folder);
if (other !== null) {
  const lines = Object.entries(other.addresses).map(([name, address]) => `  ${name.padEnd(12)}${address}`);
  fail(
    `Tidemark runs already out of ${folder} (process ${other.launcher.pid}):\n${lines.join('\n')}\nTo start another beside it, give it a folder (--data DIR) and ports of its own.`,
    1,
  );
}
const { config, ports } = readEnvironment();

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

// A terminal that is gone, or a reader that has seen enough, must not end the launcher before the rest.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
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
    ports,
    environment: process.env,
    signal: starting.signal,
    demonstration: demo,
    say: (line) => say(`  ${line}`),
    doing,
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
  const { api, ingest, kafka, redis, clickhouse } = withoutSecrets(stack.addresses);
  const commands = commandsToTry({ api, ingest }, demo, config.key !== null);
  say(`
Ready after ${((Date.now() - since) / 1000).toFixed(1)} s.

  numbers      ${api}          page and API${demo ? '; the demonstration is tenant demo' : ''}
  events in    ${ingest}
  stores       Kafka ${kafka}, Redis ${redis}, ClickHouse ${clickhouse}
  logs         ${folder}/logs

Try:
${commands.map((command) => `  ${command}`).join('\n')}

Ctrl-C ends everything.`);
}
