import { readFileSync } from 'node:fs';

/** What a process has used so far, by the kernel's own counters. */
export interface ProcessCost {
  readonly cpuSeconds: number;
  /** The most memory it ever held, MB. */
  readonly peakMb: number;
}

const TICKS_PER_SECOND = 100;

export const processCost = (pid: number): ProcessCost => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? '0';
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    peakMb: Number(peak) / 1024,
  };
};

export type Costs = Readonly<Record<string, ProcessCost>>;

export const costsOf = (pids: Readonly<Record<string, number>>): Costs =>
  Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, processCost(pid)]));

/** Microseconds of CPU an event, a process, between two looks. */
export const microsecondsAnEvent = (
  before: Costs,
  after: Costs,
  events: number,
): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(after).map(([name, { cpuSeconds }]) => {
      const spent = cpuSeconds - (before[name]?.cpuSeconds ?? 0);
      return [name, Math.round((spent / events) * 1e8) / 100];
    }),
  );
