import { parseArgs } from 'node:util';
import { isTenantName, parseDuration } from '@tidemark/core';
import {
  createKey,
  loadConfig,
  readKeyFile,
  readLastUses,
  SCOPES,
  type Scope,
  writeKeyFile,
} from '@tidemark/runtime';

const USAGE = `Usage: keys ls [--tenant TENANT] [--file FILE] [--json]
       keys create [NAME] --tenant TENANT [--scope read,write] [--expires 90d|DATE] [--file FILE] [--json]
       keys revoke ID [--file FILE]
The file is that of API_KEYS_FILE unless named; services follow it within seconds. --tenant '*' opens all tenants.
Scopes: read, write (send events), admin (change settings). A key is shown once; the file holds only its hash.
When a key was last used is written beside the file by the services, within a minute.`;

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
      scope: { type: 'string', multiple: true, default: ['read,write'] },
      expires: { type: 'string' },
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
  if (action === 'ls' && subject === undefined) return list(file, values.tenant, values.json);
  if (action === 'create') return create(file, subject, values);
  if (action === 'revoke' && subject !== undefined) return revoke(file, subject);
  throw new WrongUsage('expected ls, create or revoke ID');
};

const NEVER = 'never';

/** To the minute: `2026-11-25 16:04`, of UTC. */
const minuteOf = (time: string | null): string =>
  time === null ? NEVER : time.slice(0, 16).replace('T', ' ');

const list = (file: string, tenant: string | undefined, asJson: boolean): number => {
  const all = readKeyFile(file).filter((key) => tenant === undefined || key.tenant === tenant);
  const uses = all.length === 0 ? new Map<string, number>() : readLastUses(file);
  const shown = all.map(({ hash: _, ...key }) => {
    const used = uses.get(key.id);
    return {
      ...key,
      expires: key.expires ?? null,
      last_used: used === undefined ? null : new Date(used).toISOString(),
    };
  });
  if (asJson) process.stdout.write(`${JSON.stringify({ keys: shown })}\n`);
  else {
    const rows = [
      ['Id', 'Tenant', 'Scopes', 'Created', 'Expires', 'Last used', 'Name'],
      ...shown.map(({ id, tenant: of, scopes, created, expires, last_used, name }) => [
        id,
        of,
        scopes.join(','),
        minuteOf(created),
        minuteOf(expires),
        minuteOf(last_used),
        name,
      ]),
    ];
    const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
    for (const row of rows)
      process.stdout.write(
        `${row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join('  ')
          .trimEnd()}\n`,
      );
  }
  return 0;
};

const scopesOf = (texts: readonly string[]): readonly Scope[] =>
  texts
    .flatMap((text) => text.split(','))
    .map((name) => {
      const scope = SCOPES.find((candidate) => candidate === name);
      if (scope === undefined)
        throw new WrongUsage(`--scope: expected some of ${SCOPES.join(',')}, got ${name}`);
      return scope;
    });

/** When a key of today expires: after a while, or at the beginning of a day, in UTC. */
const expiryOf = (text: string, now: number): string => {
  const length = parseDuration(text);
  const time =
    length === null ? Date.parse(/^\d{4}-\d{2}-\d{2}(T.+)?$/.test(text) ? text : '') : now + length;
  if (!(time > now)) throw new WrongUsage(`--expires: expected 90d or a date ahead, got ${text}`);
  return new Date(time).toISOString();
};

interface Wanted {
  readonly tenant?: string | undefined;
  readonly scope: readonly string[];
  readonly expires?: string | undefined;
  readonly json: boolean;
}

const create = (file: string, name: string | undefined, { tenant, scope, expires, json }: Wanted): number => {
  if (tenant === undefined || (tenant !== '*' && !isTenantName(tenant)))
    throw new WrongUsage(`--tenant: expected a tenant or '*', got ${tenant ?? 'none'}`);
  const now = Date.now();
  const { key, record } = createKey(
    {
      name: name ?? tenant,
      tenant,
      scopes: scopesOf(scope),
      ...(expires === undefined ? {} : { expires: expiryOf(expires, now) }),
    },
    now,
  );
  writeKeyFile(file, [...readKeyFile(file), record]);
  process.stdout.write(json ? `${JSON.stringify({ id: record.id, key })}\n` : `${key}\n`);
  return 0;
};

const revoke = (file: string, id: string): number => {
  const all = readKeyFile(file);
  const left = all.filter((key) => key.id !== id);
  if (left.length === all.length) throw new Error(`${file} holds no key ${id}`);
  writeKeyFile(file, left);
  process.stdout.write(`Revoked ${id}.\n`);
  return 0;
};
