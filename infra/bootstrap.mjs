// Runs before everything else, on whatever Node the host has (20 or later), with no packages installed yet:
// installs the packages (Node 24 among them), builds the pages and fetches the embedded Kafka and Redis. Does nothing, and says nothing,
// where nothing is missing.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const embedded = join(root, 'infra', 'embedded');

/** Commands need the packages alone; `doctor` must be able to say that Java is missing. */
const packagesOnly = process.argv.includes('--packages-only');

const say = (text) => process.stderr.write(`${text}\n`);

const fail = (text, output) => {
  if (output) process.stderr.write(`${output.trim().split('\n').slice(-15).join('\n')}\n`);
  say(`\n${text}`);
  process.exit(1);
};

const hashOf = (...files) => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
};

/** Runs `work` unless `stamp` holds `hash`: the stamp is written last, so that an interrupted run is done again. */
const once = (stamp, hash, work) => {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
};

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Node 20 or newer is needed to begin with; this is ${process.versions.node}. See https://nodejs.org.`);

const run = (command, args, options = {}) =>
  spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, ...options });

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

once(join(root, 'node_modules', '.tidemark-installed'), hashOf('package-lock.json'), () => {
  say('Installing packages (about 850 MB with Node 24 and the embedded ClickHouse) …');
  const since = Date.now();
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'];
  // On a terminal npm shows how far it is.
  const options = process.stderr.isTTY ? { stdio: 'inherit' } : {};
  const result = npm ? run(process.execPath, [npm, ...args], options) : run('npm', args, options);
  if (result.status !== 0)
    fail(
      'npm ci failed: see above. Is the npm registry reachable?',
      result.stderr || String(result.error ?? ''),
    );
  say(`Installing packages: done in ${seconds(since)}`);
});

const pages = join('services', 'dashboard');
const sources = readdirSync(join(root, pages, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
  .sort();
const build = ['package-lock.json', ...['index.html', 'vite.config.ts'].map((name) => join(pages, name))];
const dist = join(root, pages, 'dist');
once(join(dist, '.complete'), hashOf(...build, ...sources), () => {
  const since = Date.now();
  const fresh = `${dist}-${process.pid}`;
  const node = join(root, 'node_modules', '.bin', 'node');
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const result = run(
    existsSync(node) ? node : process.execPath,
    [vite, 'build', '--logLevel=error', '--outDir', fresh],
    {
      cwd: join(root, pages),
    },
  );
  if (result.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    fail('The pages could not be built: see above.', `${result.stdout}${result.stderr}${result.error ?? ''}`);
  }
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
  say(`Building the pages: done in ${seconds(since)}`);
});

const given = ['KAFKA_BROKERS', 'REDIS_URL'].every(
  (name) => process.env[name] || process.env[`${name}_FILE`],
);
if (!given && !packagesOnly) {
  const jars = join(embedded, 'jars');
  once(join(jars, '.complete'), hashOf('infra/embedded/pom.xml'), () => {
    if (run('java', ['-version']).status !== 0)
      fail(
        'Java 17 is needed for the embedded Kafka: apt-get install openjdk-17-jre-headless (Debian), brew install openjdk@17 (macOS), or set KAFKA_BROKERS and REDIS_URL.',
      );
    if (run('mvn', ['-version']).status !== 0)
      fail(
        'Maven is needed to fetch the embedded Kafka and Redis: apt-get install maven (Debian), brew install maven (macOS), or set KAFKA_BROKERS and REDIS_URL.',
      );
    say('Fetching Kafka and Redis (54 MB) …');
    const since = Date.now();
    const fresh = `${jars}-${process.pid}`;
    const result = run('mvn', ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${fresh}`], {
      cwd: embedded,
    });
    if (result.status !== 0) {
      rmSync(fresh, { recursive: true, force: true });
      fail(
        'Maven could not fetch the embedded Kafka and Redis: see above. Is Maven Central reachable?',
        `${result.stdout}${result.stderr}`,
      );
    }
    rmSync(jars, { recursive: true, force: true });
    renameSync(fresh, jars);
    say(`Fetching Kafka and Redis: done in ${seconds(since)}`);
  });
}
