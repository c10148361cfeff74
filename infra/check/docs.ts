import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configurationPage } from './configurationPage.ts';
import { eventsPage } from './eventsPage.ts';
import { metricsPage } from './metricsPage.ts';

/**
 * Holds the documentation to the code: generated pages are current, and every link to a file of the repository leads to
 * one. `--write` makes the pages anew.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));

const PAGES: Readonly<Record<string, () => string>> = {
  'docs/configuration.md': configurationPage,
  'docs/events.md': eventsPage,
  'docs/metrics.md': metricsPage,
};

const problems: string[] = [];

for (const [page, make] of Object.entries(PAGES)) {
  const file = join(root, page);
  if (process.argv.includes('--write')) writeFileSync(file, make());
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== make())
    problems.push(`${page} is not what the code says: node infra/check/docs.ts --write`);
}

for (const page of globSync(['*.md', 'docs/**/*.md'], { cwd: root })) {
  for (const [, target] of readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
    if (/^[a-z]+:/.test(target!)) continue;
    if (!existsSync(join(root, dirname(page), target!)))
      problems.push(`${page}: links to ${target}, which does not exist`);
  }
}

for (const problem of problems) process.stderr.write(`${problem}\n`);
if (problems.length > 0) process.exitCode = 1;
