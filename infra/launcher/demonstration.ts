import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readState } from '../simulator/state-file.ts';
import type { ProcessSpec } from './process.ts';

/** The simulated business of the tenant `demo`: its history once, then a few events a second. Ready when the history is in. */
export const demonstration = (
  dataFolder: string,
  ingest: string,
  api: string,
  environment: Readonly<Record<string, string>>,
): ProcessSpec => {
  const stateFile = join(dataFolder, 'demonstration.json');
  const started = Date.now();
  return {
    name: 'demonstration',
    command: process.execPath,
    args: [
      fileURLToPath(new URL('../simulator/main.ts', import.meta.url)),
      ...['--tenant', 'demo', '--url', ingest, '--api', api, '--history', '--live'],
      ...['--state', stateFile],
    ],
    environment,
    ready: async () => {
      const state = await readState(stateFile).catch(() => null);
      return state !== null && state.sentThrough >= started;
    },
    grace: 2_000,
  };
};
