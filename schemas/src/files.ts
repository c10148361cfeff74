import { readFileSync } from 'node:fs';
import type { SchemaVersion } from './versions.ts';

const read = ({ type, version }: SchemaVersion): unknown =>
  JSON.parse(readFileSync(new URL(`../avro/${type}/v${version}.avsc`, import.meta.url), 'utf8'));

/** A schema as the registry gives it out: JSON without blanks. */
export const schemaText = (version: SchemaVersion): string => JSON.stringify(read(version));

/** Its full record name, which is its subject (RecordNameStrategy), as one topic holds several types. */
export const subjectOf = (version: SchemaVersion): string => {
  const { namespace, name } = read(version) as { namespace: string; name: string };
  return `${namespace}.${name}`;
};
