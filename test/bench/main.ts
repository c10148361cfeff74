import { coreMode } from './core/mode.ts';
import { drainMode } from './drain/mode.ts';
import { growthMode } from './growth/mode.ts';
import { alertsMode } from './modes/alerts.ts';
import { catchupMode } from './modes/catchup.ts';
import { handoverMode } from './modes/handover.ts';
import { idleMode } from './modes/idle.ts';
import { ingestMode } from './modes/ingest.ts';
import { latencyMode } from './modes/latency.ts';
import { memoryMode } from './modes/memory.ts';
import { outageMode } from './modes/outage.ts';
import { readsMode } from './modes/reads.ts';
import { rebuildMode } from './modes/rebuild.ts';
import { streamsMode } from './modes/streams.ts';
import { type BenchOptions, type Mode, readOptions, USAGE } from './options.ts';

/** A mode measures and answers what goes into the line of JSON under its name, or more than one such name. */
export type RunMode = (
  options: BenchOptions,
  say: (line: string) => void,
) => Promise<Readonly<Record<string, unknown>>>;

const RUN: Readonly<Record<Mode, RunMode>> = {
  drain: drainMode,
  latency: latencyMode,
  catchup: catchupMode,
  ingest: ingestMode,
  reads: readsMode,
  memory: memoryMode,
  idle: idleMode,
  rebuild: rebuildMode,
  handover: handoverMode,
  outage: outageMode,
  alerts: alertsMode,
  streams: streamsMode,
  core: coreMode,
  growth: growthMode,
};

const main = async (options: BenchOptions): Promise<void> => {
  const since = performance.now();
  const say = (line: string): void => {
    const seconds = ((performance.now() - since) / 1000).toFixed(0).padStart(4);
    process.stderr.write(`${seconds} s  ${line}\n`);
  };
  const results: Record<string, unknown> = {};
  for (const mode of options.modes) Object.assign(results, await RUN[mode](options, say));
  const about = {
    seed: options.seed,
    node: process.version,
    seconds: Math.round((performance.now() - since) / 1000),
  };
  process.stdout.write(`${JSON.stringify({ ...results, ...about }, null, options.json ? 0 : 2)}\n`);
};

let options: BenchOptions;
try {
  options = readOptions(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
  process.exit(2);
}
await main(options);
