import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKey, type Scope, writeKeyFile } from '@tidemark/runtime';
import { freePorts } from '../../../infra/launcher/ports.ts';
import { ROOT } from '../../runner/files.ts';
import { startProgram } from './program.ts';
import { stack } from './stack.ts';

export interface KeyedApi {
  readonly url: string;
  /** Keys in the order in which they were asked for. */
  readonly keys: readonly string[];
  readonly stop: () => Promise<unknown>;
}

/** Another API over the stores of the shared stack, which asks for keys. */
export const startKeyedApi = async (
  wanted: readonly { readonly tenant: string; readonly scopes: readonly Scope[] }[],
  variables: Readonly<Record<string, string>> = {},
): Promise<KeyedApi> => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-keyed-'));
  const made = wanted.map(({ tenant, scopes }) => createKey({ name: tenant, tenant, scopes }, Date.now()));
  const file = join(folder, 'keys.json');
  writeKeyFile(
    file,
    made.map(({ record }) => record),
  );
  const { kafka, redis, clickhouse } = stack();
  const { api } = await freePorts();
  const program = startProgram(
    [join(ROOT, 'services/api/src/main.ts')],
    {
      KAFKA_BROKERS: kafka,
      REDIS_URL: redis,
      CLICKHOUSE_URL: clickhouse,
      API_KEYS_FILE: file,
      API_PORT: String(api),
      ...variables,
    },
    folder,
  );
  await program.printed(/api answers/);
  return {
    url: `http://127.0.0.1:${api}`,
    keys: made.map(({ key }) => key),
    stop: async () => {
      await program.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
