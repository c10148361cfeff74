import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../runner/files.ts';

/** A fenced block marked `LANGUAGE run`: it is executed, in the order of its page. */
export interface Example {
  readonly language: string;
  readonly code: string;
  readonly line: number;
  /** What follows `run` in the mark, which no reader sees: its output holds that, at once or a little later. */
  readonly shows: string;
}

const BLOCK = /^```(\w+) run *(.*)\n([\s\S]*?)^```$/gm;

export const examplesOf = (page: string): readonly Example[] => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(BLOCK)].map(({ index, 1: language, 2: shows, 3: code }) => ({
    language: language!,
    code: code!,
    shows: shows!,
    line: text.slice(0, index).split('\n').length,
  }));
};

/** Every page with examples, README first: its reader begins there. */
export const pagesWithExamples = (): readonly string[] =>
  ['README.md', ...globSync('docs/**/*.md', { cwd: ROOT }).toSorted()].filter(
    (page) => examplesOf(page).length > 0,
  );
