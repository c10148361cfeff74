import { readdirSync, readFileSync } from 'node:fs';

/** Every process that descends from this run carries this variable with the run's own value. */
export const RUN_VARIABLE = 'TIDEMARK_TEST_RUN';

export interface Leftover {
  readonly pid: number;
  readonly command: string;
}

/** Processes of this run beside this one. Looks into /proc, so it finds none on systems without one. */
export const leftovers = (run: string): readonly Leftover[] => {
  const mark = `${RUN_VARIABLE}=${run}`;
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return '';
    }
  };
  const entries = process.platform === 'linux' ? readdirSync('/proc') : [];
  return entries
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid)
    .filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(mark))
    .map((pid) => ({ pid, command: read(`/proc/${pid}/cmdline`).split('\0').join(' ').trim() }));
};

/** Ends what is left, and answers what it was. */
export const endLeftovers = (run: string): readonly Leftover[] => {
  const found = leftovers(run);
  for (const { pid } of found) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself in the meantime.
    }
  }
  return found;
};
