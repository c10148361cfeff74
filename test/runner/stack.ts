import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../infra/launcher/ports.ts';
import { type Stack, startStack } from '../../infra/launcher/stack.ts';
import { STACK_VARIABLE } from '../integration/support/stack.ts';

const ATTEMPTS = 2;

export interface TestStack {
  readonly folder: string;
  readonly stop: () => Promise<void>;
}

/** Another program may take a free port between its being found and its being used: then other ports are tried. */
const startOnFreePorts = async (
  folder: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<{ readonly stack: Stack; readonly dataFolder: string }> => {
  for (let attempt = 1; ; attempt++) {
    try {
      const ports = await freePorts();
      const dataFolder = join(folder, `stack-${attempt}`);
      const options = { dataFolder, ports, environment: {}, demonstration: false, say, signal };
      return { stack: await startStack(options), dataFolder };
    } catch (error) {
      if (attempt === ATTEMPTS || signal.aborted) throw error;
      say(`the stack did not start (${String(error)}); trying other ports`);
    }
  }
};

/** One real stack in a temporary folder, on free ports, told to test files by a variable that names a file. */
export const startTestStack = async (
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<TestStack> => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
  const { stack, dataFolder } = await startOnFreePorts(folder, say, signal).catch((error: unknown) => {
    if (signal.aborted) rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  const file = join(folder, 'stack.json');
  writeFileSync(file, JSON.stringify({ ...stack.addresses, dataFolder }));
  process.env[STACK_VARIABLE] = file;
  return { folder, stop: stack.stop };
};

export const removeFolder = ({ folder }: TestStack): void => rmSync(folder, { recursive: true, force: true });
