import { parseArgs } from 'node:util';
import { isTenantName } from '@tidemark/core';
import { createKey, loadConfig, readKeyFile, SCOPES, type Scope, writeKeyFile } from '@tidemark/runtime';

const USAGE = `Usage: keys ls [--file FILE] [--json]
       keys add NAME --tenant TENANT [--scopes read,write] [--file FILE] [--json]
       keys rm ID [--file FILE]
The file is that of API_KEYS_FILE unless named; services follow it within seconds. --tenant '*' opens all tenants.
Scopes: read, write (send events), admin (change settings). A key is shown once; the file holds only its hash.`;

class WrongUsage extends Error {}

/** Exit code 0 done, 1 failed, 2 wrong usage. */
export const keys = async (argv: readonly string[]): Promise<number> => {
  try {
    return run(argv);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const isUsage =
      error instanceof WrongUsage || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
    process.stderr.write(isUsage ? `keys: ${message}\n${USAGE}\n` : `keys: ${message}\n`);
    return isUsage ? 2 : 1;
  }
};

const run = (argv: readonly string[]): number => {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      file: { type: 'string' },
      tenant: { type: 'string' },
      scopes: { type: 'string', default: 'read,write' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const file = values.file ?? loadConfig(process.env).apiKeysFile;
  if (file === null) throw new WrongUsage('expected --file or API_KEYS_FILE');
  const [action, subject, ...rest] = positionals;
  if (rest.length > 0) throw new WrongUsage(`unexpected ${rest[0]}`);
  if (action === 'ls' && subject === undefined) return list(file, values.json);
  if (action === 'add' && subject !== undefined)
    return add(file, subject, values.tenant, values.scopes, values.json);
  if (action === 'rm' && subject !== undefined) return remove(file, subject);
  throw new WrongUsage('expected ls, add NAME or rm ID');
};

const list = (file: string, asJson: boolean): number => {
  const shown = readKeyFile(file).map(({ hash: _, ...rest }) => rest);
  if (asJson) process.stdout.write(`${JSON.stringify({ keys: shown })}\n`);
  else
    for (const { id, name, tenant, scopes, created } of shown)
      process.stdout.write(
        `${id}  ${tenant.padEnd(16)} ${scopes.join(',').padEnd(17)} ${created}  ${name}\n`,
      );
  return 0;
};

const scopesOf = (text: string): readonly Scope[] =>
  text.split(',').map((name) => {
    const scope = SCOPES.find((candidate) => candidate === name);
    if (scope === undefined)
      throw new WrongUsage(`--scopes: expected some of ${SCOPES.join(',')}, got ${name}`);
    return scope;
  });

const add = (
  file: string,
  name: string,
  tenant: string | undefined,
  scopes: string,
  asJson: boolean,
): number => {
  if (tenant === undefined || (tenant !== '*' && !isTenantName(tenant)))
    throw new WrongUsage(`--tenant: expected a tenant or '*', got ${tenant ?? 'none'}`);
  const { key, record } = createKey({ name, tenant, scopes: scopesOf(scopes) }, Date.now());
  writeKeyFile(file, [...readKeyFile(file), record]);
  process.stdout.write(asJson ? `${JSON.stringify({ id: record.id, key })}\n` : `${key}\n`);
  return 0;
};

const remove = (file: string, id: string): number => {
  const all = readKeyFile(file);
  const left = all.filter((key) => key.id !== id);
  if (left.length === all.length) throw new Error(`${file} holds no key ${id}`);
  writeKeyFile(file, left);
  process.stdout.write(`Removed ${id}.\n`);
  return 0;
};
