/** History is asked three at a time: of the six connections a browser opens to one host, the live numbers keep the others. */
const HISTORY_WIDTH = 3;

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

/** Does `work` when it is its turn. */
export const inHistoryLane = async <T>(work: () => Promise<T>): Promise<T> => {
  await enter();
  try {
    return await work();
  } finally {
    leave();
  }
};
