import { readFileSync } from 'node:fs';

export const STACK_VARIABLE = 'TIDEMARK_TEST_STACK';

/** Where the stack that all files in this folder share is found. */
export interface StackAddresses {
  readonly api: string;
  readonly ingest: string;
  readonly processor: string;
  readonly alerter: string;
  readonly kafka: string;
  readonly redis: string;
  readonly clickhouse: string;
  /** The data folder of its launcher; `run.json` there names the processes that run. */
  readonly dataFolder: string;
}

/** Throws where no stack was started for this run: these tests never pass by being left out. */
export const stack = (): StackAddresses => {
  const file = process.env[STACK_VARIABLE];
  if (file === undefined)
    throw new Error(`${STACK_VARIABLE} is not set: run these tests by \`npm test -- integration\``);
  return JSON.parse(readFileSync(file, 'utf8')) as StackAddresses;
};
