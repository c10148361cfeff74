import { readFileSync } from 'node:fs';
import { EVENT_TYPES, type FieldRule, RULES } from '@tidemark/core';

const BEGIN = '<!-- fields: made from the code by infra/check/docs.ts -->';
const END = '<!-- end of fields -->';

const fallbackText = (fallback: unknown): string => (fallback === null ? '' : ` (default \`${fallback}\`)`);

const rows = (rules: readonly FieldRule[], prefix: string): readonly string[] =>
  rules.flatMap(({ name, required, kind, meaning, fallback, fields }) => [
    `| \`${prefix}${name}\`${required ? '' : '?'} | ${kind.name} | ${meaning}${fallbackText(fallback)} |`,
    ...(fields === null ? [] : rows(fields, `${prefix}${name}.`)),
  ]);

const tables = (): string =>
  EVENT_TYPES.flatMap((type) => [
    `### ${type}`,
    '',
    '| field | holds | meaning |',
    '|---|---|---|',
    ...rows(RULES[type], ''),
    '',
  ]).join('\n');

/** docs/events.md: what people wrote, and the fields of each type between the two marks from the table that checks them. */
export const eventsPage = (): string => {
  const page = readFileSync(new URL('../../docs/events.md', import.meta.url), 'utf8');
  const before = page.slice(0, page.indexOf(BEGIN) + BEGIN.length);
  const after = page.slice(page.indexOf(END));
  return `${before}\n\n${tables()}\n${after}`;
};
