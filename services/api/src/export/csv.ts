import type { Row } from './row.ts';

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const QUOTED = /[",\r\n]/;

const quoted = (text: string): string => (QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A text that a spreadsheet would run gets an apostrophe before it. Numbers are none: −5 stays −5. */
const cell = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return quoted(FORMULA.test(value) ? `'${value}` : value);
  return quoted(JSON.stringify(value));
};

/** RFC 4180. */
export const csvLine = (columns: readonly string[], row: Row): string =>
  `${columns.map((column) => cell(row[column])).join(',')}\r\n`;

export const csvHeader = (columns: readonly string[]): string => `${columns.map(quoted).join(',')}\r\n`;
