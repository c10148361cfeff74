import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, isRunning, type ProcessIdentity } from './identity.ts';

/** What runs out of a data folder, written down so that the next start can tell, and end what a killed launcher left behind. */
export interface RunState {
  readonly launcher: ProcessIdentity;
  readonly addresses: Readonly<Record<string, string>>;
  readonly processes: Readonly<Record<string, ProcessIdentity>>;
}

const fileIn = (folder: string): string => join(folder, 'run.json');

export const readRunState = (folder: string): RunState | null => {
  try {
    return JSON.parse(readFileSync(fileIn(folder), 'utf8')) as RunState;
  } catch {
    return null;
  }
};

/** Keeps the file current as processes come and go. */
export const recordRun = (folder: string, addresses: RunState['addresses']) => {
  const launcher = identify(process.pid)!;
  const processes: Record<string, ProcessIdentity> = {};
  const write = (): void => {
    const file = fileIn(folder);
    mkdirSync(dirname(file), { recursive: true });
    // Moved into place: a launcher killed here must not leave half a file.
    writeFileSync(`${file}.new`, JSON.stringify({ launcher, addresses, processes }, null, 2));
    renameSync(`${file}.new`, file);
  };
  write();
  return {
    started: (name: string, pid: number): void => {
      const identity = identify(pid);
      if (identity === null) return;
      processes[name] = identity;
      write();
    },
    ended: (): void => rmSync(fileIn(folder), { force: true }),
  };
};

/** Whether another launcher still runs out of the folder. */
export const runningIn = (folder: string): RunState | null => {
  const state = readRunState(folder);
  return state !== null && isRunning(state.launcher) ? state : null;
};

const END_LIMIT = 8_000;

const signal = ({ pid }: ProcessIdentity, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself a moment ago.
  }
};

/** Ends what a launcher that was killed left running, and answers the names. Only processes it started itself are touched. */
export const endLeftovers = async (folder: string): Promise<readonly string[]> => {
  const state = readRunState(folder);
  if (state === null || isRunning(state.launcher)) return [];
  const left = Object.entries(state.processes).filter(([, identity]) => isRunning(identity));
  for (const [, identity] of left) signal(identity, 'SIGTERM');
  const deadline = Date.now() + END_LIMIT;
  while (left.some(([, identity]) => isRunning(identity))) {
    if (Date.now() > deadline) {
      for (const [, identity] of left) if (isRunning(identity)) signal(identity, 'SIGKILL');
    }
    await delay(50);
  }
  return left.map(([name]) => name);
};
