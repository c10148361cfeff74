import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

const ALARM = /\blog\.(?:warn|error|fatal)\(/g;
const STOP = /\bnew StopPartition\(/g;
const PAGE = /docs\/runbook\/[\w-]+\.md/g;

/** The arguments of a call, from its opening bracket to the closing one; brackets in texts are rare enough to come in pairs. */
const argumentsAt = (text: string, start: number): string => {
  let depth = 1;
  let end = start;
  for (; end < text.length && depth > 0; end++) {
    if (text[end] === '(') depth++;
    if (text[end] === ')') depth--;
  }
  return text.slice(start, end - 1);
};

/**
 * Holds alarms and their pages together: every warning or error a service logs and every StopPartition names a page of
 * docs/runbook, every page named is there, and every page there is named. Answers what breaks that.
 */
export const runbookProblems = (): readonly string[] => {
  const files = globSync('{packages,services}/**/src/**/*.{ts,js}', {
    cwd: root,
    exclude: (path) => path.includes('node_modules'),
  }).filter((file) => !/\.test\.ts$|\/testing\//.test(file));
  const problems: string[] = [];
  const named = new Set<string>();
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    for (const [page] of text.matchAll(PAGE)) named.add(page);
    for (const pattern of [ALARM, STOP])
      for (const match of text.matchAll(pattern)) {
        const given = argumentsAt(text, match.index + match[0].length);
        if (!given.includes('runbook'))
          problems.push(`${file}: ${match[0]}… names no page of docs/runbook: ${given.trim().slice(0, 80)}`);
      }
  }
  const pages = new Set(globSync('docs/runbook/*.md', { cwd: root }));
  for (const page of named)
    if (!pages.has(page)) problems.push(`${page} is named in code and does not exist`);
  for (const page of pages)
    if (!named.has(page) && !page.endsWith('README.md'))
      problems.push(`${page} is the page of no alarm: no code names it`);
  return problems;
};
