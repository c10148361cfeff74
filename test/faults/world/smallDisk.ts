import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from './world.ts';

type StoreName = 'kafka' | 'redis' | 'clickhouse';

/** A disk of its own that can be filled to the last byte. */
export interface SmallDisk {
  readonly fill: () => void;
  readonly free: () => void;
}

const MEGABYTE = 1024 * 1024;
/** Larger than any store of a test. */
const SIZE = 600;
const BALLAST = 'ballast';

const mount = (folder: string): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}m`, 'tmpfs', folder]).status === 0;
const unmount = (folder: string): void => void spawnSync('umount', ['-l', folder]);

/** Whether this user may mount disks at all. */
export const canMount = (): boolean => process.platform === 'linux' && process.getuid?.() === 0;

/** What an interrupted run left mounted. */
export const unmountAll = (folder: string): void => {
  if (canMount()) for (const store of ['kafka', 'redis', 'clickhouse']) unmount(join(folder, store));
};

const diskIn = (folder: string): SmallDisk => ({
  fill: () => {
    for (const size of [MEGABYTE, 1024, 1]) {
      try {
        for (let left = statfsSync(folder).bavail * statfsSync(folder).bsize; left >= size; left -= size)
          writeFileSync(join(folder, BALLAST), Buffer.alloc(size, 1), { flag: 'a' });
      } catch {
        // Full to that size; whoever else writes here takes his part.
      }
    }
  },
  free: () => rmSync(join(folder, BALLAST), { force: true }),
});

/** While `use` lasts the store's files lie on a small disk. Answers false where that cannot be had. */
export const onSmallDisk = async (
  { folder, stores }: World,
  name: StoreName,
  use: (disk: SmallDisk) => Promise<void>,
): Promise<boolean> => {
  if (!canMount()) return false;
  const store = stores[name];
  const own = join(folder, name);
  const aside = `${own}-aside`;
  await store.stop();
  renameSync(own, aside);
  mkdirSync(own);
  if (!mount(own)) {
    rmSync(own, { recursive: true });
    renameSync(aside, own);
    await store.start();
    return false;
  }
  cpSync(aside, own, { recursive: true });
  rmSync(aside, { recursive: true });
  await store.start();
  const disk = diskIn(own);
  try {
    await use(disk);
  } finally {
    disk.free();
    await store.stop();
    cpSync(own, aside, { recursive: true });
    unmount(own);
    rmSync(own, { recursive: true, force: true });
    renameSync(aside, own);
    await store.start();
  }
  return true;
};
