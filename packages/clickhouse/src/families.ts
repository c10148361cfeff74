import { readdirSync, readFileSync } from 'node:fs';

/**
 * One family of terms, one file of `queries`: it answers a row a period, in order, with a column `period` (numbered from 0)
 * and a text column for each term (`columnOf`). Its first line says which terms a catalogue may ask it for: `-- terms: revenue, orders`.
 */
export interface Family {
  readonly name: string;
  readonly terms: readonly string[];
  readonly sql: string;
}

/** With a dot in a column's name, ClickHouse would take what stands before it for the name of a table. */
export const columnOf = (term: string): string => term.replace('.', '_');

const FOLDER = new URL('queries/', import.meta.url);

const familyIn = (file: string): Family => {
  const sql = readFileSync(new URL(file, FOLDER), 'utf8');
  const terms = /^-- terms: (.*)$/m.exec(sql)?.[1]?.split(', ') ?? [];
  return { name: file.replace(/\.sql$/, ''), terms, sql };
};

export const FAMILIES: readonly Family[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.sql'))
  .sort()
  .map(familyIn);

export const familyNamed = (name: string): Family => {
  const family = FAMILIES.find((each) => each.name === name);
  if (family === undefined) throw new Error(`there is no queries/${name}.sql`);
  return family;
};

/** The families that together answer these terms, each once. Throws where no file answers a term: it would pass for 0. */
export const familiesOf = (terms: readonly string[]): readonly Family[] => {
  const unknown = terms.find((term) => !FAMILIES.some((family) => family.terms.includes(term)));
  if (unknown !== undefined) throw new Error(`no file in queries answers the term ${unknown}`);
  return FAMILIES.filter((family) => family.terms.some((term) => terms.includes(term)));
};
