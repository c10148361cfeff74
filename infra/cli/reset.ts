import { globSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { endLeftovers, runningIn } from '../launcher/runState.ts';
import { readOptions } from './options.ts';

const USAGE =
  'Usage: reset [--data DIR] [--yes]\nDeletes what the embedded stores hold. Stores given by a variable are not touched.';

/** What a start puts into the data folder; anything else in there is not ours to delete. */
const OURS = [
  ...['kafka', 'redis', 'clickhouse', 'logs', 'run.json', 'demonstration.json'],
  // What has been sent by `simulate` is gone too: kept, they would go on in the middle of a business.
  'simulator-*.json',
];

/** Exit code 0 where the data is gone, 1 where it was not deleted, 2 on wrong usage. */
export const reset = async (argv: readonly string[]): Promise<number> => {
  const given = readOptions(argv, USAGE, {
    data: { type: 'string', default: process.env['TIDEMARK_DATA'] || '.tidemark' },
    yes: { type: 'boolean', default: false },
  });
  if ('exitCode' in given) return given.exitCode;
  const options = given.values;
  const folder = resolve(options.data);
  const present = globSync([...OURS], { cwd: folder }).map((name) => join(folder, name));
  if (present.length === 0) {
    process.stdout.write(`Nothing to delete in ${folder}.\n`);
    return 0;
  }
  const running = runningIn(folder);
  if (running !== null) {
    process.stderr.write(`Tidemark runs out of ${folder} (process ${running.launcher.pid}): end it first.\n`);
    return 1;
  }
  if (!options.yes && !(await confirmed(folder))) {
    process.stderr.write('Nothing was deleted.\n');
    return 1;
  }
  await endLeftovers(folder);
  for (const path of present) await rm(path, { recursive: true, force: true });
  process.stdout.write(`Deleted the data in ${folder}.\n`);
  return 0;
};

const confirmed = async (folder: string): Promise<boolean> => {
  if (!process.stdin.isTTY) {
    process.stderr.write('reset: nobody to ask here; --yes deletes without asking.\n');
    return false;
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question(`Delete all events and numbers in ${folder}? Type yes: `);
  prompt.close();
  return answer.trim().toLowerCase() === 'yes';
};
