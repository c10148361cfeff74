import { EVENT_TYPES, type FieldRule, RULES } from '@tidemark/core';

/** What the text of a cell is to become, by the field's column. */
type Convert = (text: string) => string | number | boolean;

const asNumber: Convert = (text) => (/^-?\d+$/.test(text) ? Number(text) : text);
const asFlag: Convert = (text) => (text === 'true' ? true : text === 'false' ? false : text);
const asText: Convert = (text) => text;

const convertFor = (rule: FieldRule): Convert => {
  if (rule.kind.name === 'boolean') return asFlag;
  return rule.kind.name === 'time' || rule.kind.name.startsWith('integer') ? asNumber : asText;
};

const columnsOf = (rules: readonly FieldRule[], prefix: string): (readonly [string, Convert])[] =>
  rules.flatMap((rule) =>
    rule.fields === null
      ? [[prefix + rule.name, convertFor(rule)] as const]
      : columnsOf(rule.fields, `${prefix}${rule.name}.`),
  );

const COLUMNS: ReadonlyMap<string, Convert> = new Map<string, Convert>([
  ['time', asNumber],
  ...EVENT_TYPES.flatMap((type) => columnsOf(RULES[type], '')),
]);

/**
 * One row as the event it stands for. Columns are named as the contract's fields, dotted inside objects (`subscription.id`,
 * `properties.country`); an empty cell is an absent field, properties stay text. What does not convert stays as it is, so
 * that ingest names the field and what it expected.
 */
export const eventOfRow = (header: readonly string[], cells: readonly string[]): Record<string, unknown> => {
  const event: Record<string, unknown> = {};
  for (const [i, name] of header.entries()) {
    const text = cells[i] ?? '';
    if (text === '') continue;
    const value = (COLUMNS.get(name) ?? asText)(text);
    const dot = name.indexOf('.');
    if (dot < 0) {
      event[name] = value;
      continue;
    }
    const outer = name.slice(0, dot);
    const inner = typeof event[outer] === 'object' ? (event[outer] as Record<string, unknown>) : {};
    event[outer] = { ...inner, [name.slice(dot + 1)]: value };
  }
  return event;
};
