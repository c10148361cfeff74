import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../runner/files.ts';

export interface ComposeService {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly configs?: readonly { readonly source: string }[];
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

export interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, null>>;
  readonly configs?: Readonly<Record<string, { readonly file: string }>>;
}

/** A compose file, with its variables at their defaults. */
export const readCompose = (file = 'docker-compose.yml'): Compose =>
  parse(readFileSync(join(ROOT, file), 'utf8').replace(/\$\{\w+:-([^}]*)\}/g, '$1'), {
    merge: true,
  }) as Compose;

export const OWN_SERVICES = ['ingest', 'processor', 'api', 'alerter', 'prepare'] as const;
