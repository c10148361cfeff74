import type { FaultOptions } from '../options.ts';
import type { House } from './house.ts';
import { type RunResult, runOnce } from './once.ts';
import type { Row } from './scene.ts';

export interface RowResult {
  readonly number: number;
  readonly name: string;
  readonly runs: number;
  readonly kills: number;
  readonly events: number;
  readonly lost: number;
  readonly doubled: number;
  readonly wrong: number;
  readonly seconds: number;
  readonly not_run: string | null;
}

const ASKED = 2;
const ROW_SEEDS = 1000;
const RUN_SEEDS = 20;

const failed = (error: unknown): RunResult => ({
  lost: 0,
  doubled: 0,
  wrong: 1,
  notes: [`wrong: the run did not come to its end: ${error instanceof Error ? error.stack : String(error)}`],
  kills: 0,
  events: 0,
  records: 0,
});

/** All runs of one row, in one world as long as nothing is wrong in it. */
export const runRow = async (
  row: Row,
  { short, runs: wanted, seed }: FaultOptions,
  house: House,
  say: (line: string) => void,
): Promise<RowResult> => {
  const since = performance.now();
  const { number, name } = row;
  const total = { number, name, runs: 0, kills: 0, events: 0, lost: 0, doubled: 0, wrong: 0 };
  const seconds = (): number => Math.round((performance.now() - since) / 1000);
  const reason = row.notRun?.() ?? null;
  if (reason !== null) {
    say(`${number}. ${name}: not run: ${reason}`);
    return { ...total, seconds: 0, not_run: reason };
  }
  const runs = wanted ?? (short ? row.runs.short : row.runs.full);
  for (let run = 0; run < runs; run++) {
    const runSeed = seed * ROW_SEEDS + number * RUN_SEEDS + run;
    const options = {
      seed: runSeed,
      run,
      full: !short,
      asked: ASKED,
      say: (line: string) => say(`    ${line}`),
    };
    const began = performance.now();
    const result = await runOnce(await house.open(), row, options).catch(failed);
    const { lost, doubled, wrong, kills, events, records, notes } = result;
    const took = ((performance.now() - began) / 1000).toFixed(0);
    say(
      `${number}. ${name}, run ${run + 1} of ${runs} (${took} s, seed ${runSeed}): ${events} events, ${records} records, ${kills} kills: lost ${lost}, doubled ${doubled}, wrong ${wrong}`,
    );
    for (const note of notes) say(`    ${note}`);
    total.runs++;
    total.kills += kills;
    total.events += events;
    total.lost += lost;
    total.doubled += doubled;
    total.wrong += wrong;
    if (lost + doubled + wrong > 0) await house.leave(true);
  }
  return { ...total, seconds: seconds(), not_run: null };
};
