import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProcessSpec } from './process.ts';

/** The simulated business of the tenant `demo`: its history once, then a few events a second. */
export const demonstration = (
  dataFolder: string,
  ingest: string,
  api: string,
  environment: Readonly<Record<string, string>>,
): ProcessSpec => ({
  name: 'demonstration',
  command: process.execPath,
  args: [
    fileURLToPath(new URL('../simulator/main.ts', import.meta.url)),
    ...['--tenant', 'demo', '--url', ingest, '--api', api, '--history', '--live'],
    ...['--state', join(dataFolder, 'demonstration.json')],
  ],
  environment,
  ready: async () => true,
  grace: 3_000,
});
