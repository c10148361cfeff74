import { randomFrom } from '../../bench/workload/random.ts';
import type { FaultOptions } from '../options.ts';
import { openWorld, type World } from '../world/world.ts';

/** One world at a time, for as many runs as nothing is wrong in it. */
export interface House {
  readonly open: () => Promise<World>;
  /** Ends it, and resolves once it is ended, whoever began that. `suspect`: somebody may want to look at what it leaves. */
  readonly leave: (suspect?: boolean) => Promise<void>;
  /** Ends it, and opens no other. */
  readonly close: () => Promise<void>;
}

export const createHouse = ({ seed, keep }: FaultOptions, say: (line: string) => void): House => {
  let world: Promise<World> | null = null;
  let leaving: Promise<void> = Promise.resolve();
  const end = async (left: Promise<World>, isKept: boolean): Promise<void> => {
    const opened = await left.catch(() => null);
    if (opened === null) return;
    await opened.stop(isKept);
    if (isKept) say(`data and logs were kept in ${opened.folder}`);
  };
  const leave: House['leave'] = (suspect = false) => {
    const left = world;
    world = null;
    if (left !== null) leaving = end(left, suspect && keep);
    return leaving;
  };
  let closed = false;
  return {
    open: async () => {
      if (closed) throw new Error('everything is being ended');
      world ??= openWorld(randomFrom(seed));
      return world;
    },
    leave,
    close: () => {
      closed = true;
      return leave();
    },
  };
};
