import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, matchesGlob, relative } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../runner/files.ts';
import { isIgnored, parseDockerfile, wordsOf } from './instructions.ts';

const run = promisify(execFile);

export interface Image {
  /** The folder that stands for the image's `/app`. */
  readonly app: string;
  readonly user: string | null;
  readonly environment: Readonly<Record<string, string>>;
  readonly healthCheck: readonly string[];
  readonly remove: () => void;
}

/** Lines of .dockerignore that say something. */
const ignorePatterns = (): readonly string[] =>
  readFileSync(join(ROOT, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

/** As root of a container may, which this process need not be. */
const fakeChown = (folder: string): string => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'chown'), '#!/bin/sh\n[ "$1" = node:node ] && [ -e "$2" ]\n');
  chmodSync(join(bin, 'chown'), 0o755);
  return bin;
};

/**
 * Does in a temporary folder what the Dockerfile says: a folder for each stage, its COPY from the files that
 * .dockerignore lets through or from an earlier stage, its RUN in a shell. Knows no more than our Dockerfile needs, and
 * fails at what it does not know. What it cannot show is that the base images exist and do the same.
 */
export const buildImage = async (): Promise<Image> => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-image-'));
  const bin = fakeChown(folder);
  const patterns = ignorePatterns();
  const stages = new Map<string, string>();
  let app = '';
  let user: string | null = null;
  let environment: Record<string, string> = {};
  let healthCheck: readonly string[] = [];

  const fromContext = (source: string) => ({
    path: join(ROOT, source),
    filter: (path: string): boolean => {
      const inside = relative(ROOT, path);
      if (inside.split('/').includes('node_modules')) return false;
      return statSync(path).isDirectory() && !patterns.some((line) => line === inside)
        ? true
        : !isIgnored(patterns, inside, matchesGlob);
    },
  });
  const copy = (text: string): void => {
    const words = text.split(' ');
    const from = words.filter((word) => word.startsWith('--from=')).map((word) => word.slice(7))[0];
    const [target, ...sources] = words.filter((word) => !word.startsWith('--')).toReversed();
    for (const source of sources) {
      const { path, filter } =
        from === undefined
          ? fromContext(source)
          : { path: join(stages.get(from)!, relative('/app', source)), filter: () => true };
      // As Docker has it: into a target that ends with a slash, onto one that does not; of a folder, its content.
      const isInto = target!.endsWith('/') && statSync(path).isFile();
      const to = join(app, target!, isInto ? source.split('/').at(-1)! : '');
      cpSync(path, to, { recursive: true, verbatimSymlinks: true, filter });
    }
  };

  for (const { name, text } of parseDockerfile(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))) {
    if (name === 'FROM') {
      app = join(folder, `stage-${stages.size}`);
      mkdirSync(app);
      stages.set(text.split(' AS ')[1] ?? 'last', app);
      user = null;
      environment = {};
    } else if (name === 'COPY') copy(text);
    else if (name === 'RUN')
      await run('sh', ['-c', text], {
        cwd: app,
        env: { ...process.env, ...environment, PATH: `${bin}:${process.env['PATH']}` },
      });
    else if (name === 'ENV') environment[text.split('=')[0]!] = text.split('=')[1]!;
    else if (name === 'USER') user = text;
    else if (name === 'HEALTHCHECK') healthCheck = wordsOf(text.slice(text.indexOf('CMD ') + 4));
    else if (name === 'WORKDIR') {
      if (text !== '/app') throw new Error(`WORKDIR ${text}: expected /app`);
    } else if (name !== 'EXPOSE' && name !== 'CMD') throw new Error(`unknown instruction ${name}`);
  }
  return {
    app,
    user,
    environment,
    healthCheck,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
