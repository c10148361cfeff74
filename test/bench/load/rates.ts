/** Events a second that a drain reaches on the machine of docs/performance.md, rounded. What "half load" means hangs on it. */
const DRAIN = 7_500;

export const TENTH_LOAD = DRAIN * 0.1;
export const HALF_LOAD = DRAIN * 0.5;
export const MOST_LOAD = DRAIN * 0.7;
