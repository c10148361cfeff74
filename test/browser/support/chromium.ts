import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as driver } from 'playwright-core';

/** A Chromium of one's own, where the one of the package (Linux, x64) does not run. */
const VARIABLE = 'TEST_CHROMIUM';

const require = createRequire(import.meta.url);

const packageVersion = (): string => {
  const entry = require.resolve('@sparticuz/chromium');
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8'));
  return version;
};

/**
 * The package holds Chromium compressed; nothing is fetched. It unpacks into the folder for temporary files and takes a file that is
 * there for a whole one, so each unpacks into a folder of its own, which gets its name when it is complete.
 */
const unpacked = async (): Promise<string> => {
  const folder = join(tmpdir(), `tidemark-chromium-${packageVersion()}`);
  if (existsSync(folder)) return folder;
  const before = process.env['TMPDIR'];
  const fresh = mkdtempSync(`${folder}-`);
  process.env['TMPDIR'] = fresh;
  try {
    await chromium.executablePath();
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  }
  try {
    renameSync(fresh, folder);
  } catch {
    // Another run was faster.
    rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
};

/** A browser without a window. Throws where none can be had: these tests never pass by being left out. */
export const startChromium = async (): Promise<Browser> => {
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none', '--disable-gpu'];
  const own = process.env[VARIABLE];
  if (own !== undefined) return driver.launch({ executablePath: own, args });
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      `${VARIABLE} is not set: the Chromium of the package is for Linux on x64; name one of yours`,
    );
  const folder = await unpacked();
  return driver.launch({
    executablePath: join(folder, 'chromium'),
    args,
    // Hosts without a desktop have no fonts.
    env: { ...process.env, FONTCONFIG_PATH: join(folder, 'fonts'), HOME: folder },
  });
};
