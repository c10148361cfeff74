import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from '../integration/support/eventually.ts';
import { ROOT } from '../runner/files.ts';

export interface Terminal {
  /** The process that a person's shell would have started: npm itself. */
  readonly pid: number;
  readonly output: () => string;
  /** Resolves once it has printed what matches; rejects where it ended before. */
  readonly prints: (pattern: RegExp) => Promise<void>;
  readonly ended: Promise<number | null>;
  /** What Ctrl-C does: the signal reaches everything that the terminal's foreground holds. */
  readonly interrupt: () => void;
}

/** `npm …` as a terminal runs it: leader of a process group, with these variables beside what every shell has. */
export const npm = (args: readonly string[], environment: Readonly<Record<string, string>>): Terminal => {
  const { PATH, HOME, TIDEMARK_TEST_RUN } = process.env;
  const child = spawn('npm', args, {
    cwd: ROOT,
    env: { PATH, HOME, TIDEMARK_TEST_RUN, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid!,
    output: () => output,
    ended,
    prints: async (pattern) => {
      const over = () => isOver() && !pattern.test(output);
      await eventually(
        `npm ${args.join(' ')} prints ${pattern}`,
        async () => pattern.test(output) || over() || undefined,
      );
      if (!pattern.test(output)) throw new Error(`npm ended before it printed ${pattern}:\n${output}`);
    },
    interrupt: () => void process.kill(-child.pid!, 'SIGINT'),
  };
};

/** Exit code and output of a command that ends by itself. */
export const npmRun = async (args: readonly string[], environment: Readonly<Record<string, string>>) => {
  const terminal = npm(args, environment);
  return { code: await terminal.ended, output: terminal.output() };
};
