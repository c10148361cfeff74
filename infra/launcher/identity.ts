import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that cannot be confused with a later one of the same id: the id and when it started, as the system tells it. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly started: string;
}

/** When a process started, in whatever words the system has for it; null where there is none, or only its remains. */
const startOf = (pid: number): string | null => {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything; the fields after it are state and, as the 20th, the start in clock ticks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? null : fields[19]!;
  } catch {
    return null;
  }
};

export const identify = (pid: number): ProcessIdentity | null => {
  const started = startOf(pid);
  return started === null ? null : { pid, started };
};

export const isRunning = ({ pid, started }: ProcessIdentity): boolean => startOf(pid) === started;
