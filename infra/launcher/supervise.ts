import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessSpec } from './process.ts';

export interface Supervised {
  readonly spec: ProcessSpec;
  readonly pid: () => number | undefined;
  readonly stop: () => Promise<void>;
}

export interface SupervisorEvents {
  readonly started: (name: string, pid: number) => void;
  /** It ended without being told to; it is started again. */
  readonly died: (name: string, reason: string) => void;
}

const READY_POLL = 50;
const RESTART_FIRST = 200;
const RESTART_LAST = 5_000;
const STEADY = 30_000;

const isAlive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

/**
 * Starts a process and keeps it running until `stop`. It leads a process group of its own, so that a terminal's Ctrl-C
 * reaches the launcher alone and everything can end in order.
 */
export const supervise = async (
  spec: ProcessSpec,
  logFolder: string,
  events: SupervisorEvents,
  deadline: number,
  /** Called before the process is ready, so that a start that fails half way can end it. */
  onHandle: (handle: Supervised) => void,
): Promise<Supervised> => {
  let child: ChildProcess | undefined;
  let stopping = false;
  let pause = RESTART_FIRST;

  const launch = async (): Promise<void> => {
    await spec.prepare?.();
    if (stopping) return;
    const launched = Date.now();
    // Straight into the file: through a pipe of ours the process would die of its next line once the launcher is gone.
    const output = openSync(join(logFolder, `${spec.name}.log`), 'a');
    const started = spawn(spec.command, spec.args, {
      env: { ...process.env, ...spec.environment },
      stdio: ['ignore', output, output],
      detached: true,
    });
    child = started;
    closeSync(output);
    if (started.pid !== undefined) events.started(spec.name, started.pid);
    started.on('error', (error) => events.died(spec.name, error.message));
    started.on('exit', (code, signal) => {
      if (stopping) return;
      events.died(spec.name, signal === null ? `exit code ${code}` : `signal ${signal}`);
      pause = Date.now() - launched > STEADY ? RESTART_FIRST : Math.min(pause * 2, RESTART_LAST);
      void delay(pause).then(() => (stopping ? undefined : launch()));
    });
  };

  const stop = async (): Promise<void> => {
    stopping = true;
    const running = child;
    if (running === undefined || running.pid === undefined || !isAlive(running)) return;
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()));
    running.kill('SIGTERM');
    const timer = setTimeout(() => running.kill('SIGKILL'), spec.grace);
    await ended;
    clearTimeout(timer);
  };

  const handle: Supervised = { spec, pid: () => child?.pid, stop };
  onHandle(handle);
  await launch();
  const end = Date.now() + deadline;
  while (!(await spec.ready())) {
    if (stopping) break;
    if (Date.now() > end) {
      await stop();
      throw new Error(
        `${spec.name} did not become ready in ${deadline / 1000} s; see ${join(logFolder, `${spec.name}.log`)}`,
      );
    }
    await delay(READY_POLL);
  }
  return handle;
};
