import { readFileSync } from 'node:fs';

const LINES = 5;
const LONGEST = 400;

/** The end of a log, short enough for a terminal. */
export const lastLines = (file: string): string => {
  try {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-LINES);
    return lines.map((line) => `  ${line.slice(0, LONGEST)}`).join('\n');
  } catch {
    return '  (nothing was written)';
  }
};
