import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from './eventually.ts';

export interface Program {
  readonly pid: number;
  /** All it has printed so far. */
  readonly output: () => string;
  /** Resolves once it has printed what matches. Rejects where it ended before. */
  readonly printed: (pattern: RegExp, limit?: number) => Promise<void>;
  /** Its exit code, once it has ended by itself. */
  readonly ended: Promise<number | null>;
  /** Asks it to end and answers its exit code; null where a signal ended it. */
  readonly stop: () => Promise<number | null>;
}

/** Runs a Node program with just these variables and PATH. */
export const startProgram = (
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  folder: string,
): Program => {
  const { PATH, HOME, TIDEMARK_TEST_RUN } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { PATH, HOME, TIDEMARK_TEST_RUN, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid!,
    output: () => output,
    ended,
    printed: async (pattern, limit) => {
      await eventually(
        `${args.join(' ')} prints ${pattern}`,
        async () => {
          if (pattern.test(output)) return 'printed';
          return isOver() ? 'over' : undefined;
        },
        limit,
      ).catch((error) => {
        throw new Error(`${String(error)}\n${output}`);
      });
      if (!pattern.test(output))
        throw new Error(`${args.join(' ')} ended before it printed ${pattern}:\n${output}`);
    },
    stop: async () => {
      if (!isOver()) child.kill('SIGTERM');
      return ended;
    },
  };
};
