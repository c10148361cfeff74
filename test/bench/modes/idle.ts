import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePorts } from '../../../infra/launcher/ports.ts';
import { startStack } from '../../../infra/launcher/stack.ts';
import type { RunMode } from '../main.ts';
import { costsOf } from '../measure/processCost.ts';

/** Milliseconds until what a start leaves to be done has been done. */
const CALM = 15_000;

/** `idle`: everything that `npm start -- --no-demo` runs, with nothing to do: share of a core, and memory. */
export const idleMode: RunMode = async ({ quick }, say) => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-idle-'));
  const stack = await startStack({
    dataFolder: folder,
    ports: await freePorts(),
    environment: {},
    demonstration: false,
    say: () => undefined,
  });
  try {
    const pids = Object.fromEntries(stack.names().map((name) => [name, stack.pid(name)!]));
    await delay(CALM);
    const seconds = quick ? 20 : 60;
    const before = costsOf(pids);
    await delay(seconds * 1000);
    const after = costsOf(pids);
    const share = (name: string) =>
      Math.round((10_000 * (after[name]!.cpuSeconds - before[name]!.cpuSeconds)) / seconds) / 100;
    const cpu_percent = Object.fromEntries(Object.keys(pids).map((name) => [name, share(name)]));
    const whole = Object.values(cpu_percent).reduce((sum, each) => sum + each, 0);
    const peak_mb = Object.fromEntries(
      Object.keys(pids).map((name) => [name, Math.round(after[name]!.peakMb)]),
    );
    say(`  idle: ${whole.toFixed(1)} % of a core in all`);
    return { idle: { seconds, cpu_percent, cpu_percent_whole: Math.round(whole * 100) / 100, peak_mb } };
  } finally {
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
