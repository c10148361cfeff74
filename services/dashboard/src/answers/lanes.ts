/** History is asked three at a time: of the six connections a browser opens to one host, the live numbers keep the others. */
const HISTORY_WIDTH = 3;

/** Nobody reads it any more. */
export class NotWanted extends Error {}

let running = 0;
const waiting: (() => void)[] = [];

const enter = async (): Promise<void> => {
  if (running < HISTORY_WIDTH) {
    running++;
    return;
  }
  // Whoever leaves hands its place on.
  await new Promise<void>((resolve) => waiting.push(resolve));
};

const leave = (): void => {
  const next = waiting.shift();
  if (next === undefined) running--;
  else next();
};

/** Does `work` when it is its turn, if it is wanted then still: who has gone on to another page must not wait for this one's. */
export const inHistoryLane = async <T>(isWanted: () => boolean, work: () => Promise<T>): Promise<T> => {
  await enter();
  try {
    if (!isWanted()) throw new NotWanted();
    return await work();
  } finally {
    leave();
  }
};
