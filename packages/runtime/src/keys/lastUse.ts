import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Log } from '../log.ts';

/**
 * When each key was last used. It stands beside the file of the keys, not in it: that one is written by people, and may be mounted for
 * reading only. Each service of each machine writes a file of its own, so that none overwrites what another knows.
 */
export interface LastUses {
  readonly note: (id: string, now: number) => void;
  readonly close: () => void;
}

const PAUSE = 60_000;
const MARK = '.used.';

type Uses = ReadonlyMap<string, number>;

const readUses = (file: string): Uses => {
  try {
    const known = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    return new Map(
      Object.entries(known)
        .map(([id, time]): [string, number] => [id, Date.parse(String(time))])
        .filter(([, time]) => !Number.isNaN(time)),
    );
  } catch {
    // Not there yet, or cut short: what it told is told anew with the next use.
    return new Map();
  }
};

const writeUses = (file: string, uses: Uses): void => {
  const text = JSON.stringify(
    Object.fromEntries([...uses].map(([id, time]) => [id, new Date(time).toISOString()])),
  );
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, text, { mode: 0o600 });
  renameSync(fresh, file);
};

/** What is noted is written within a minute, and at the end. */
export const openLastUses = (keysFile: string, service: string, log: Log): LastUses => {
  const file = `${keysFile}${MARK}${service}-${hostname()}.json`;
  const uses = new Map(readUses(file));
  let isNew = false;
  const write = (): void => {
    if (!isNew) return;
    isNew = false;
    try {
      writeUses(file, uses);
    } catch (error) {
      log.warn(
        { err: error, file, runbook: 'docs/runbook/api-keys-file.md' },
        'when keys were last used cannot be written down; nothing else is amiss',
      );
      clearInterval(timer);
    }
  };
  const timer = setInterval(write, PAUSE);
  timer.unref();
  return {
    note: (id, now) => {
      uses.set(id, now);
      isNew = true;
    },
    close: () => {
      clearInterval(timer);
      write();
    },
  };
};

/** By the id of each key, over all services that wrote beside this file. */
export const readLastUses = (keysFile: string): Uses => {
  const start = `${basename(keysFile)}${MARK}`;
  const folder = dirname(keysFile);
  const files = readdirSync(folder).filter((name) => name.startsWith(start) && name.endsWith('.json'));
  const newest = new Map<string, number>();
  for (const name of files)
    for (const [id, time] of readUses(join(folder, name)))
      newest.set(id, Math.max(time, newest.get(id) ?? 0));
  return newest;
};
