import { fileURLToPath } from 'node:url';
import { urlAnswers } from './probe.ts';
import type { ProcessSpec } from './process.ts';

export type ServiceName = 'ingest' | 'processor' | 'api' | 'alerter';

/** A service of ours: it is ready when it says so itself. */
export const service = (
  name: ServiceName,
  port: number,
  environment: Readonly<Record<string, string>>,
): ProcessSpec => ({
  name,
  command: process.execPath,
  args: [fileURLToPath(new URL(`../../services/${name}/src/main.ts`, import.meta.url))],
  environment,
  ready: () => urlAnswers(`http://127.0.0.1:${port}/readyz`),
  grace: 6_000,
});
