import { fileURLToPath } from 'node:url';
import { urlAnswers } from './probe.ts';
import type { ProcessSpec } from './process.ts';

export type ServiceName = 'ingest' | 'processor' | 'api' | 'alerter';

/** A service of ours: it is ready when it says so itself. */
export const service = (
  name: ServiceName,
  address: string,
  environment: Readonly<Record<string, string>>,
): ProcessSpec => ({
  name,
  command: process.execPath,
  args: [fileURLToPath(new URL(`../../services/${name}/src/main.ts`, import.meta.url))],
  environment,
  ready: () => urlAnswers(`${address}/readyz`),
  grace: 4_000,
});
