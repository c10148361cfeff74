import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines } from '../../../infra/launcher/lastLines.ts';
import type { ProcessSpec } from '../../../infra/launcher/process.ts';
import { until } from './until.ts';

type Environment = Readonly<Record<string, string>>;

/** One process of the system under test. Unlike the launcher's, it is brought back only when told to: faults decide when. */
export interface Managed {
  readonly name: string;
  readonly pid: () => number | undefined;
  readonly isAlive: () => boolean;
  /** Starts it where it does not run, with these variables beside its own, and resolves once it serves. */
  readonly start: (environment?: Environment) => Promise<void>;
  /** Starts it and does not wait: it may end before it serves. */
  readonly launch: (environment?: Environment) => Promise<void>;
  /** Sends a signal; resolves at once. */
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Ends it without a warning, and resolves once it is gone. */
  readonly kill: () => Promise<void>;
  /** Ends it in order; kills it after its grace. */
  readonly stop: () => Promise<void>;
  /** Resolves once it has ended, by itself or not. */
  readonly ended: () => Promise<void>;
}

const START_LIMIT = 90_000;

export const manage = (spec: ProcessSpec, logFolder: string): Managed => {
  const logFile = join(logFolder, `${spec.name}.log`);
  let child: ChildProcess | undefined;
  let gone: Promise<void> = Promise.resolve();

  const isAlive = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;
  const launch = async (environment: Environment = {}): Promise<void> => {
    if (isAlive()) return;
    await spec.prepare?.();
    const output = openSync(logFile, 'a');
    const started = spawn(spec.command, spec.args, {
      env: { ...process.env, ...spec.environment, ...environment },
      stdio: ['ignore', output, output],
      detached: true,
    });
    closeSync(output);
    child = started;
    gone = new Promise((resolve) => {
      started.once('exit', () => resolve());
      started.once('error', () => resolve());
    });
  };
  const signal = (name: NodeJS.Signals): void => {
    if (isAlive()) child!.kill(name);
  };
  const kill = async (): Promise<void> => {
    signal('SIGKILL');
    await gone;
  };

  return {
    name: spec.name,
    pid: () => (isAlive() ? child!.pid : undefined),
    isAlive,
    launch,
    signal,
    kill,
    start: async (environment) => {
      await launch(environment);
      await until(
        () => `${spec.name} serves; the end of ${logFile}:\n${lastLines(logFile)}`,
        async () => {
          if (!isAlive())
            throw new Error(`${spec.name} ended; the end of ${logFile}:\n${lastLines(logFile)}`);
          return spec.ready();
        },
        START_LIMIT,
      );
    },
    stop: async () => {
      signal('SIGCONT');
      signal('SIGTERM');
      const timer = setTimeout(() => signal('SIGKILL'), spec.grace);
      await gone;
      clearTimeout(timer);
    },
    ended: () => gone,
  };
};
