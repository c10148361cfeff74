import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Holds the arrows of docs/architecture.md: who may import whom, and that the two pure packages know no clock, chance,
 * environment, I/O or library. Prints every breach; exit code 1 where there is one.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Of each room, the packages it may import beside itself; null: all. A path matches the first row it begins with. */
const ALLOWED: readonly (readonly [room: string, packages: readonly string[] | null])[] = [
  ['packages/core/', []],
  ['packages/pipeline/', ['@tidemark/core']],
  ['schemas/', ['@tidemark/core']],
  ['packages/kafka/', ['@tidemark/core', '@tidemark/pipeline']],
  ['packages/redis/', ['@tidemark/core', '@tidemark/pipeline']],
  ['packages/clickhouse/', ['@tidemark/core', '@tidemark/pipeline']],
  ['packages/jobs/', ['@tidemark/core', '@tidemark/pipeline']],
  ['packages/runtime/', ['@tidemark/core']],
  ['packages/producer/', []],
  // It runs in a browser, and knows of the rest what the API answers.
  ['services/dashboard/', []],
  [
    'services/',
    ['core', 'pipeline', 'kafka', 'redis', 'clickhouse', 'jobs', 'runtime', 'schemas', 'producer'].map(
      (name) => `@tidemark/${name}`,
    ),
  ],
  ['infra/', null],
  ['test/', null],
];

const PURE = ['packages/core/src/', 'packages/pipeline/src/'];
const IMPURE: readonly (readonly [RegExp, string])[] = [
  [/\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.|\bprocess\.hrtime/, 'a clock'],
  [/\bMath\.random\b|\bcrypto\./, 'chance'],
  [/\bprocess\./, 'the environment'],
  [/\bfetch\(|\bconsole\./, 'I/O'],
  [/\bsetTimeout\b|\bsetInterval\b|\bsetImmediate\b/, 'timers'],
];

const SPECIFIER =
  /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'/g;

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/[^\n]*/g, '$1');

const isTest = (file: string): boolean => /\.test\.ts$|\.arbitrary\.ts$|\/laws\/|\/testing\//.test(file);

const breachesOf = (file: string): readonly string[] => {
  const text = withoutComments(readFileSync(join(root, file), 'utf8'));
  const breaches: string[] = [];
  const [room, allowed] = ALLOWED.find(([start]) => file.startsWith(start)) ?? ['', null];
  const pure = PURE.some((start) => file.startsWith(start)) && !isTest(file);
  for (const match of text.matchAll(SPECIFIER)) {
    const specifier = match[1] ?? match[2] ?? match[3]!;
    if (specifier.startsWith('.')) {
      const target = normalize(join(dirname(file), specifier));
      const home = room === 'services/' ? file.split('/').slice(0, 2).join('/') : room;
      // Tests start what infra starts, and services with something between them and the world; nobody imports tests.
      const starts = room === 'test/' && /^(infra|services)\//.test(target);
      if (home !== '' && !target.startsWith(home) && !starts)
        breaches.push(`${file}: reaches out of ${home} to ${target}`);
    } else if (specifier.startsWith('@tidemark/')) {
      const name = specifier.split('/').slice(0, 2).join('/');
      if (allowed !== null && !isTest(file) && !allowed.includes(name))
        breaches.push(`${file}: must not import ${name}`);
    } else if (pure) breaches.push(`${file}: must not import ${specifier}`);
  }
  if (pure)
    for (const [pattern, what] of IMPURE) if (pattern.test(text)) breaches.push(`${file}: knows ${what}`);
  return breaches;
};

const files = ['packages', 'schemas', 'services', 'infra', 'test'].flatMap((folder) =>
  globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root, exclude: (path) => path.includes('node_modules') }),
);
const breaches = files.map((file) => relative('.', file)).flatMap(breachesOf);
for (const breach of breaches) process.stderr.write(`${breach}\n`);
if (breaches.length > 0) process.exitCode = 1;
else process.stdout.write(`${files.length} files keep to the rules of import\n`);
