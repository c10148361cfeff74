import { type FaultOptions, readOptions, USAGE } from './options.ts';
import { ROWS } from './rows/all.ts';
import { createHouse } from './run/house.ts';
import { isInLanes, runInLanes } from './run/lanes.ts';
import { type RowResult, runRow } from './run/row.ts';
import type { Row } from './run/scene.ts';
import { shortResult, tableOf } from './run/table.ts';

/** One row after another, in one world after another. */
const runHere = (rows: readonly Row[], options: FaultOptions, say: (line: string) => void) => {
  const house = createHouse(options, say);
  const runAll = async (): Promise<readonly RowResult[]> => {
    const results: RowResult[] = [];
    try {
      for (const row of rows) results.push(await runRow(row, options, house, say));
    } finally {
      await house.close();
    }
    return results;
  };
  return { results: runAll(), end: () => house.close() };
};

const main = async (options: FaultOptions): Promise<void> => {
  const since = performance.now();
  const say = (line: string): void => {
    const seconds = ((performance.now() - since) / 1000).toFixed(0).padStart(5);
    process.stderr.write(`${seconds} s  ${line}\n`);
  };
  const rows = ROWS.filter(({ number }) => options.rows.length === 0 || options.rows.includes(number));
  if (rows.length === 0)
    throw new Error(`no such row; there are ${ROWS.map(({ number }) => number).join(', ')}`);
  const running = isInLanes(options) ? runInLanes(rows, options, say) : runHere(rows, options, say);
  const end = (signal: NodeJS.Signals): void => {
    say(`${signal}: ending everything`);
    void running.end().then(() => process.exit(1));
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);

  const results = await running.results;
  const seconds = Math.round((performance.now() - since) / 1000);
  const told = tableOf(results, options, seconds);
  if (options.json) process.stderr.write(told);
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ faults: results.map(shortResult), seed: options.seed, seconds })}\n`
      : told,
  );
  const bad = results.some(({ lost, doubled, wrong }) => lost + doubled + wrong > 0);
  process.exitCode = bad ? 1 : 0;
};

let options: FaultOptions;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exit(2);
}
await main(options);
process.exit();
