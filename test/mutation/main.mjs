import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDrawn } from './drawn.mjs';

/**
 * `npm run mutation [-- FOLDER[/FILE] …]`: changes packages/core in one small place at a time, folder by folder, and tells which changes
 * its tests do not notice. Works in a copy; what survived is in `report/FOLDER.txt` beside this file. docs/mutation-testing.md.
 */
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const source = join('packages', 'core', 'src');
const CASES = '100';
const SEED = '11';

const run = (command, args, options) => {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', ...options });
  if (error) throw error;
  return status ?? 1;
};

const isTest = (name) => name.endsWith('.test.ts');
const folders = readdirSync(join(root, source), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'laws')
  .map(({ name }) => name);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !folders.includes(name.split('/')[0]));
if (unknown.length > 0) {
  process.stderr.write(`no folder ${unknown.join(', ')} in ${source}: ${folders.join(', ')}\n`);
  process.exit(2);
}

const timeOf = (file) => statSync(join(here, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
if (timeOf('node_modules/.package-lock.json') < timeOf('package-lock.json')) {
  const args = ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'];
  if (run('npm', args, { cwd: here }) !== 0) process.exit(1);
}

/** A copy in which packages import each other's copies, and libraries are those of the original. */
const copy = mkdtempSync(join(tmpdir(), 'tidemark-mutation-'));
const inCopy = (...parts) => join(copy, ...parts);
const copied = ['package.json', 'packages', join('test', 'mutation')];
for (const each of copied)
  cpSync(join(root, each), inCopy(each), {
    recursive: true,
    filter: (path) => !/[\\/](node_modules|report)$/.test(path),
  });
symlinkSync(join(here, 'node_modules'), inCopy('test', 'mutation', 'node_modules'));
mkdirSync(inCopy('node_modules', '@tidemark'), { recursive: true });
for (const name of [...readdirSync(join(root, 'node_modules')), '.bin'].filter(
  (name, at, all) => all.indexOf(name) === at,
))
  if (name !== '@tidemark') symlinkSync(join(root, 'node_modules', name), inCopy('node_modules', name));
for (const name of readdirSync(join(root, 'node_modules', '@tidemark')))
  symlinkSync(
    readlinkSync(join(root, 'node_modules', '@tidemark', name)),
    inCopy('node_modules', '@tidemark', name),
  );

const testsOfCore = readdirSync(inCopy(source), { recursive: true }).filter(isTest).sort();

/** Laws that go through everything, dear for each change: asked about what is stored alone. */
const isWhole = (name) => /anyInput|stored/.test(name);

/** The first test that notices is enough: a folder's own first, the slow ones last. */
const testsFor = (folder) => {
  const asksWhole = folder === 'stored' || folder === 'bytes';
  const place = (name) => {
    if (dirname(name) === folder || name === join('laws', `${folder}.test.ts`)) return 0;
    if (/example|apply/.test(name)) return 1;
    return isWhole(name) ? 3 : 2;
  };
  return testsOfCore
    .filter((name) => asksWhole || !isWhole(name))
    .toSorted((a, b) => place(a) - place(b))
    .map((name) => join(source, name));
};

const report = join(here, 'report');
mkdirSync(report, { recursive: true });

/** Mutants that no test noticed, each with its place and what stands there in place of what. */
const survivorsOf = ({ files }) =>
  Object.entries(files).flatMap(([file, { source: text, mutants }]) => {
    const lines = text.split('\n');
    return mutants
      .filter(isDrawn)
      .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
      .map(({ status, location: { start, end }, mutatorName, replacement }) => {
        const original =
          start.line === end.line
            ? lines[start.line - 1].slice(start.column - 1, end.column - 1)
            : `${lines[start.line - 1].slice(start.column - 1)} …`;
        return `${file}:${start.line} ${status} ${mutatorName}: ${original} → ${replacement.replace(/\s+/g, ' ')}`;
      });
  });

const figures = [];
for (const each of wanted.length > 0 ? wanted : folders) {
  const began = Date.now();
  const [folder, file = '**/*'] = each.split('/');
  const json = inCopy(`${folder}.json`);
  const settings = {
    testRunner: 'in-process',
    plugins: [inCopy('test', 'mutation', 'runner.mjs')],
    mutate: [`${source}/${folder}/${file}.ts`, '!**/*.test.ts', '!**/*.arbitrary.ts'],
    inPlace: true,
    disableTypeChecks: false,
    coverageAnalysis: 'perTest',
    concurrency: 2,
    // What was loaded before stays in memory.
    maxTestRunnerReuse: 150,
    timeoutMS: 5_000,
    timeoutFactor: 2,
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: json },
  };
  writeFileSync(inCopy('stryker.json'), JSON.stringify(settings));
  const stryker = join(here, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  const status = run(process.execPath, [stryker, 'run', 'stryker.json'], {
    cwd: copy,
    env: {
      ...process.env,
      PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH']}`,
      MUTATION_TESTS: JSON.stringify(testsFor(folder)),
      FC_RUNS: process.env['FC_RUNS'] || CASES,
      FC_SEED: process.env['FC_SEED'] || SEED,
    },
  });
  if (status !== 0) process.exit(status);
  const result = JSON.parse(readFileSync(json, 'utf8'));
  const mutants = Object.values(result.files)
    .flatMap((file) => file.mutants)
    .filter(isDrawn);
  const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const noticed = count('Killed', 'Timeout');
  const missed = count('Survived', 'NoCoverage');
  figures.push({ folder: each, noticed, missed, seconds: Math.round((Date.now() - began) / 1_000) });
  writeFileSync(join(report, `${each.replace('/', '-')}.txt`), `${survivorsOf(result).join('\n')}\n`);
}
rmSync(copy, { recursive: true, force: true });

const line = ({ folder, noticed, missed, seconds }) =>
  `${folder.padEnd(24)} ${String(noticed).padStart(5)} of ${String(noticed + missed).padStart(5)} noticed, ${((100 * noticed) / (noticed + missed)).toFixed(1)} %, in ${seconds} s`;
const sum = (of) => figures.reduce((total, each) => total + of(each), 0);
for (const each of figures) process.stdout.write(`${line(each)}\n`);
process.stdout.write(
  `${line({
    folder: 'all',
    noticed: sum(({ noticed }) => noticed),
    missed: sum(({ missed }) => missed),
    seconds: sum(({ seconds }) => seconds),
  })}\n`,
);
