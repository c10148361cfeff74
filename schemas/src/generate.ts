import { writeFileSync } from 'node:fs';
import { schemaText } from './files.ts';
import { LATEST } from './versions.ts';

interface Field {
  readonly name: string;
  readonly type: unknown;
  readonly doc: string;
}

interface Record {
  readonly name: string;
  readonly doc: string;
  readonly fields: readonly Field[];
}

const TARGET = new URL('generated/events.ts', import.meta.url);
const PRIMITIVES: { readonly [avro: string]: string } = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  string: 'string',
};

/** TypeScript of an Avro type; records met inside are added to `records`. */
const typeText = (type: unknown, records: Record[]): string => {
  if (typeof type === 'string') return PRIMITIVES[type]!;
  if (Array.isArray(type)) {
    const branches = type.map((branch) => typeText(branch, records));
    return [
      ...branches.filter((branch) => branch !== 'null'),
      ...branches.filter((branch) => branch === 'null'),
    ].join(' | ');
  }
  const complex = type as { type: string; values?: unknown } & Record;
  if (complex.type === 'map') return `{ readonly [name: string]: ${typeText(complex.values, records)} }`;
  if (complex.type !== 'record') return PRIMITIVES[complex.type]!;
  records.push(complex);
  return complex.name;
};

const recordText = ({ name, doc, fields }: Record, records: Record[]): string => {
  const lines = fields.map(
    (field) => `  /** ${field.doc}. */\n  readonly ${field.name}: ${typeText(field.type, records)};`,
  );
  return `/** ${doc}. */\nexport interface ${name} {\n${lines.join('\n')}\n}\n`;
};

/** The TypeScript types of the latest schemas. */
export const generate = (): string => {
  const records = LATEST.map((version) => JSON.parse(schemaText(version)) as Record);
  const names = records.map(({ name }) => name);
  const parts: string[] = [];
  // Records found inside join the end of the list.
  for (let index = 0; index < records.length; index++) parts.push(recordText(records[index]!, records));
  return [
    '// Generated from schemas/avro by `npm run generate -w @tidemark/schemas`. Do not edit.',
    '',
    ...parts,
    `export type WireEvent =\n${names.map((name) => `  | ${name}`).join('\n')};`,
    '',
  ].join('\n');
};

if (import.meta.main) writeFileSync(TARGET, generate());
