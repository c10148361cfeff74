import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lastLines } from './lastLines.ts';
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
/** What ends so often before it has served once will not serve: a person has to look. */
const HOPELESS = 3;

const isAlive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

/**
 * Starts a process and keeps it running until `stop`. It leads a process group of its own, so that a terminal's Ctrl-C
 * reaches the launcher alone and everything can end in order. Rejects where it does not serve within `limit`.
 */
export const supervise = async (
  spec: ProcessSpec,
  logFolder: string,
  events: SupervisorEvents,
  limit: number,
  /** Called before the process is ready, so that a start that fails half way can end it. */
  onHandle: (handle: Supervised) => void,
): Promise<Supervised> => {
  const logFile = join(logFolder, `${spec.name}.log`);
  let child: ChildProcess | undefined;
  let stopping = false;
  let pause = RESTART_FIRST;
  let deaths = 0;
  let lastDeath = '';

  const died = (reason: string, launched: number): void => {
    if (stopping) return;
    deaths++;
    lastDeath = reason;
    events.died(spec.name, reason);
    pause = Date.now() - launched > STEADY ? RESTART_FIRST : Math.min(pause * 2, RESTART_LAST);
    void delay(pause).then(launch);
  };

  const launch = async (): Promise<void> => {
    const launched = Date.now();
    try {
      if (!stopping) await spec.prepare?.();
    } catch (error) {
      return died(error instanceof Error ? error.message : String(error), launched);
    }
    if (stopping) return;
    // Straight into the file: through a pipe of ours the process would die of its next line once the launcher is gone.
    const output = openSync(logFile, 'a');
    const started = spawn(spec.command, spec.args, {
      env: { ...process.env, ...spec.environment },
      stdio: ['ignore', output, output],
      detached: true,
    });
    child = started;
    closeSync(output);
    if (started.pid !== undefined) events.started(spec.name, started.pid);
    started.on('error', (error) => died(error.message, launched));
    started.on('exit', (code, signal) =>
      died(signal === null ? `exit code ${code}` : `signal ${signal}`, launched),
    );
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
  const end = Date.now() + limit;
  const giveUp = async (what: string): Promise<never> => {
    await stop();
    throw new Error(`${spec.name} ${what}; the end of ${logFile}:\n${lastLines(logFile)}`);
  };
  while (!(await spec.ready())) {
    if (stopping) break;
    if (deaths >= HOPELESS) await giveUp(`ended ${deaths} times at its start (${lastDeath})`);
    if (Date.now() > end) await giveUp(`did not become ready in ${limit / 1000} s`);
    await delay(READY_POLL);
  }
  return handle;
};
