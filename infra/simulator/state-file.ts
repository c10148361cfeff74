import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Plan } from './business.ts';

/** All that must outlive the process: the plan gives everything else again. */
export interface SimulatorState {
  readonly plan: Plan;
  readonly tenant: string;
  /** Everything before this moment was accepted by ingest. */
  readonly sentThrough: number;
}

/** null where there is none. A file that holds something else is an error: sending on from a guess would double the business. */
export const readState = async (file: string): Promise<SimulatorState | null> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const state = JSON.parse(text) as SimulatorState;
  if (!Number.isInteger(state.sentThrough) || !Number.isInteger(state.plan?.started)) {
    throw new Error(`${file} is not a state file of the simulator`);
  }
  return state;
};

/** Whole or not at all: a rename replaces the old file in one step. */
export const writeState = async (file: string, state: SimulatorState): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, `${JSON.stringify(state)}\n`);
  await rename(`${file}.new`, file);
};
