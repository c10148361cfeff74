import assert from 'node:assert/strict';
import { join } from 'node:path';
import { startProgram } from '../../integration/support/program.ts';
import { settled } from '../../integration/support/read.ts';
import { stack } from '../../integration/support/stack.ts';
import { ROOT } from '../../runner/files.ts';

/** The tenant whose past year the simulator made up: the demonstration, smaller. */
export const BUSINESS = 'browser';
const CUSTOMERS = 300;

/** Fills it, once for all files: what is there already is not sent again. */
export const makeBusiness = async (): Promise<void> => {
  const { api, ingest, dataFolder } = stack();
  const where = ['--tenant', BUSINESS, '--url', ingest, '--api', api];
  const state = join(dataFolder, 'browser.json');
  const program = startProgram(
    [
      join(ROOT, 'infra/cli/main.ts'),
      'simulate',
      '--history',
      '--customers',
      `${CUSTOMERS}`,
      ...where,
      '--state',
      state,
    ],
    {},
    ROOT,
  );
  assert.equal(await program.ended, 0, program.output());
  await settled();
};
