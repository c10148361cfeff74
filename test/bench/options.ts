import { parseArgs } from 'node:util';

/** What a benchmark run was asked for. */
export interface BenchOptions {
  /** One mode or all of them. */
  readonly modes: readonly Mode[];
  /** 300,000 events and one round a peer. */
  readonly quick: boolean;
  /** The last line is one line of JSON, and nothing else goes to standard output. */
  readonly json: boolean;
  readonly events: number;
  readonly rounds: number;
  readonly seed: number;
}

export const MODES = [
  'drain',
  'latency',
  'catchup',
  'ingest',
  'reads',
  'memory',
  'idle',
  'rebuild',
  'handover',
  'outage',
  'alerts',
  'streams',
  'core',
  'growth',
] as const;
export type Mode = (typeof MODES)[number];

export const USAGE = `Usage: npm run bench -- [${MODES.map((mode) => `--${mode}`).join('] [')}] [--quick] [--json]
                       [--events N] [--rounds N] [--seed N]

Without a mode: drain. --quick: 300,000 events, one round a peer. See docs/performance.md.`;

const FULL = { events: 2_000_000, rounds: 3 };
const QUICK = { events: 300_000, rounds: 1 };

const whole = (name: string, text: string | undefined, fallback: number): number => {
  if (text === undefined) return fallback;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new Error(`--${name}: expected a whole number from 1, got ${text}`);
  return number;
};

/** Throws with what was expected where the arguments are not understood. */
export const readOptions = (args: readonly string[]): BenchOptions => {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(MODES.map((mode) => [mode, flag])),
      quick: flag,
      json: flag,
      events: { type: 'string' },
      rounds: { type: 'string' },
      seed: { type: 'string' },
    },
  }) as { values: Record<string, boolean | string | undefined> };
  const text = (name: string) => values[name] as string | undefined;
  const quick = values['quick'] === true;
  const size = quick ? QUICK : FULL;
  const modes = MODES.filter((mode) => values[mode] === true);
  return {
    modes: modes.length === 0 ? ['drain'] : modes,
    quick,
    json: values['json'] === true,
    events: whole('events', text('events'), size.events),
    rounds: whole('rounds', text('rounds'), size.rounds),
    seed: whole('seed', text('seed'), 7),
  };
};
