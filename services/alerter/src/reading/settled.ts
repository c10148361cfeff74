import { readControl, type TermReading } from '@tidemark/redis';
import type { Context } from '../context.ts';

/** Not all that was accepted is counted yet: the evaluation is put off. */
export class NotSettled extends Error {
  override readonly name = 'NotSettled';
}

export interface SettledReading extends TermReading {
  /** All that was accepted before this moment is in it. */
  readonly data_through: number;
  /** Records that came before this moment are those it counts. */
  readonly knownBefore: number;
}

const POLL = 50;
/** Under events that never pause there is no moment at which nothing is under way. */
const QUIET_WITHIN = 1_000;
const COVERED_WITHIN = 6_000;

/**
 * Terms of a tenant with everything in them that was accepted before the question; where events pause at all, with nothing of
 * what came later, so that no half of a request is taken for the whole.
 */
export const readSettled = async (
  { offsets, readTerms, now, wait }: Context,
  tenant: string,
  history_version: number,
  terms: readonly string[],
  day: number,
): Promise<SettledReading> => {
  const asked = now();
  // Anew: an answer that others share may be from before the question.
  let ends = await offsets.readNow();
  const first = ends;
  // While it waits, positions alone are asked for: they cost a tenth of all sums.
  let isWhole = true;
  for (;;) {
    const reading = await readTerms({ tenant, history_version, terms: isWhole ? terms : [], day });
    const reached = reading.positions.map(({ partition, next }) => next ?? first[partition]?.begin ?? 0);
    const isCovered =
      reached.every((next, partition) => next >= (first[partition]?.end ?? 0)) &&
      // After a change of settings each partition counts its sums anew, one after another.
      reading.positions.every((held) => (held.history_version ?? history_version) === history_version);
    const isQuiet = reached.every((next, partition) => next === (ends[partition]?.end ?? 0));
    const waited = now() - asked;
    if (isCovered && (isQuiet || waited > QUIET_WITHIN)) {
      if (!isWhole) {
        isWhole = true;
        continue;
      }
      const knownBefore = Math.max(0, ...reading.positions.map(({ known_at }) => known_at ?? 0)) + 1;
      return { ...reading, data_through: asked, knownBefore };
    }
    if (waited > COVERED_WITHIN) throw new NotSettled('not everything that was accepted is counted yet');
    isWhole = false;
    await wait(POLL);
    ends = await offsets.read();
  }
};

/** Until history holds what a reading counted. */
export const awaitStored = async (
  { redis, partitions, now, wait }: Context,
  { positions }: SettledReading,
): Promise<void> => {
  const asked = now();
  for (;;) {
    const control = await readControl(redis, partitions);
    if (positions.every(({ partition, next }) => (control[partition]?.stored ?? 0) >= (next ?? 0))) return;
    if (now() - asked > COVERED_WITHIN) throw new NotSettled('history does not hold everything yet');
    await wait(POLL);
  }
};
