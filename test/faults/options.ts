import { parseArgs } from 'node:util';

export interface FaultOptions {
  /** Each row twice (of alerts once), cuts of seconds: under 15 minutes. */
  readonly short: boolean;
  /** The last line is one line of JSON, and nothing else goes to standard output. */
  readonly json: boolean;
  /** Numbers of the rows to run; all where empty. */
  readonly rows: readonly number[];
  /** How often each row is run; null: as it says itself. */
  readonly runs: number | null;
  readonly seed: number;
  /** Data and logs of a world in which something was wrong are left where they are. */
  readonly keep: boolean;
}

export const USAGE = `Usage: npm run faults -- [--short] [--row N]… [--runs N] [--seed N] [--json] [--keep]

Breaks a whole system of real processes in every way there is, while producers write, and counts what is lost, doubled or wrong.
--short: each row twice (of alerts once), in under 15 minutes. --row N: only this row; may be given again. See docs/delivery.md.`;

const whole = (name: string, text: string): number => {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new Error(`--${name}: expected a whole number from 1, got ${text}`);
  return number;
};

/** Throws with what was expected where the arguments are not understood. */
export const readOptions = (args: readonly string[]): FaultOptions => {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      short: flag,
      json: flag,
      keep: flag,
      row: { type: 'string', multiple: true, default: [] },
      runs: { type: 'string' },
      seed: { type: 'string', default: '7' },
    },
  });
  return {
    short: values.short,
    json: values.json,
    keep: values.keep,
    rows: values.row.map((text) => whole('row', text)),
    runs: values.runs === undefined ? null : whole('runs', values.runs),
    seed: whole('seed', values.seed),
  };
};
