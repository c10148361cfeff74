import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { FaultOptions } from '../options.ts';
import type { RowResult } from './row.ts';
import type { Row } from './scene.ts';
import type { ShortResult } from './table.ts';

/** Most of a short run is waiting: two worlds side by side take the time of the longer one. */
const LANES = 2;

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Whether rows are run by processes beside each other. One that was given its rows by name runs them by itself. */
export const isInLanes = ({ short, rows }: FaultOptions): boolean => short && rows.length === 0;

interface Lane {
  readonly results: Promise<readonly ShortResult[]>;
  readonly end: () => void;
}

const startLane = (rows: readonly Row[], options: FaultOptions, say: (line: string) => void): Lane => {
  const { runs, seed, keep } = options;
  const args = [
    ...['--short', '--json', '--seed', String(seed)],
    ...(keep ? ['--keep'] : []),
    ...(runs === null ? [] : ['--runs', String(runs)]),
    ...rows.flatMap(({ number }) => ['--row', String(number)]),
  ];
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (/^ *\d+ s {2}/.test(line)) say(line.replace(/^ *\d+ s {2}/, ''));
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const results = new Promise<readonly ShortResult[]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const last = output.trimEnd().split('\n').at(-1) ?? '';
      if (last === '') reject(new Error(`a lane ended with ${code} and told nothing`));
      else resolve((JSON.parse(last) as { faults: readonly ShortResult[] }).faults);
    });
  });
  return { results, end: () => void child.kill('SIGTERM') };
};

/** Runs every other row in each lane, and answers their results in the order of the rows. */
export const runInLanes = (
  rows: readonly Row[],
  options: FaultOptions,
  say: (line: string) => void,
): { readonly results: Promise<readonly RowResult[]>; readonly end: () => Promise<void> } => {
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    startLane(
      rows.filter((_, index) => index % LANES === lane),
      options,
      say,
    ),
  );
  const results = Promise.all(lanes.map((lane) => lane.results)).then((told) =>
    rows.map(({ number, name }) => ({ ...told.flat().find((result) => result.name === name)!, number })),
  );
  return {
    results,
    end: async () => {
      for (const lane of lanes) lane.end();
      await Promise.allSettled(lanes.map((lane) => lane.results));
    },
  };
};
