import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createLogger, loadConfig } from '@tidemark/runtime';
import { beginning } from '../simulator/beginning.ts';
import { createDeliver } from '../simulator/deliver.ts';
import { run } from '../simulator/run.ts';

const USAGE = `Usage: simulate [--tenant demo] [--url http://127.0.0.1:8081] [--api http://127.0.0.1:8080] [--history] [--live]
                [--rate 10] [--seed 1] [--customers 2000] [--state FILE]
A made-up subscription business: --history sends its past thirteen months, --live goes on from there; both unless one is named.
--rate is activity and messages a second, --customers how many ever paid. The state file lets the next run go on where this one stopped.`;

/** Exit code 0 when done or told to stop, 1 where it failed, 2 on wrong usage. */
export const simulate = async (argv: readonly string[]): Promise<number> => {
  let given: Given | null;
  try {
    given = readGiven(argv);
  } catch (error) {
    process.stderr.write(`simulate: ${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    return 2;
  }
  if (given === null) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const log = createLogger('simulator', 'info');
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  try {
    const state = await beginning(given, log, stop.signal);
    const deliver = createDeliver(given, log, stop.signal);
    await run(state, { ...given, deliver, log, signal: stop.signal });
  } catch (error) {
    if (!stop.signal.aborted) {
      log.error(error instanceof Error ? error.message : String(error));
      return 1;
    }
  }
  log.info('stopped');
  return 0;
};

type Given = NonNullable<ReturnType<typeof readGiven>>;

const readGiven = (argv: readonly string[]) => {
  const { apiPort, dataFolder, ingestPort, key } = loadConfig(process.env);
  const { values } = parseArgs({
    args: [...argv],
    options: {
      tenant: { type: 'string', default: 'demo' },
      url: { type: 'string', default: `http://127.0.0.1:${ingestPort}` },
      api: { type: 'string', default: `http://127.0.0.1:${apiPort}` },
      history: { type: 'boolean', default: false },
      live: { type: 'boolean', default: false },
      rate: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      customers: { type: 'string', default: '2000' },
      state: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  const number = (name: 'rate' | 'seed' | 'customers', least: number, most: number): number => {
    const value = Number(values[name]);
    const isGood =
      Number.isFinite(value) &&
      value >= least &&
      value <= most &&
      (name === 'rate' || Number.isInteger(value));
    if (!isGood)
      throw new Error(`--${name}: expected a number from ${least} to ${most}, got ${values[name]}`);
    return value;
  };
  for (const name of ['url', 'api'] as const) {
    if (!URL.canParse(values[name])) throw new Error(`--${name}: expected an address, got ${values[name]}`);
  }
  const isEither = values.history || values.live;
  return {
    url: values.url,
    api: values.api,
    tenant: values.tenant,
    key,
    withHistory: values.history || !isEither,
    isLive: values.live || !isEither,
    rate: number('rate', 0, 10_000),
    seed: number('seed', 0, 4_294_967_295),
    customers: number('customers', 10, 200_000),
    stateFile: values.state ?? join(dataFolder, `simulator-${values.tenant}.json`),
  };
};
