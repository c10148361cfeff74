import type { OpenVerdict } from '../check/verdict.ts';
import type { Traffic, TrafficOptions } from '../traffic/traffic.ts';
import type { World } from '../world/world.ts';

/** What a fault is given: a system at work, and producers who write while it strikes. */
export interface Scene {
  readonly world: World;
  readonly traffic: Traffic;
  readonly random: () => number;
  /** Of this row, from 0. */
  readonly run: number;
  /** The long form: more kills, cuts as long as they are named. */
  readonly full: boolean;
  readonly verdict: OpenVerdict;
  /** One more process died. */
  readonly killed: (count?: number) => void;
  readonly say: (line: string) => void;
}

/** One line of the table. */
export interface Row {
  readonly number: number;
  readonly name: string;
  readonly runs: { readonly short: number; readonly full: number };
  /** Why it cannot be run here; null where it can. */
  readonly notRun?: () => string | null;
  /** The producers of this row, where they differ from all others'. */
  readonly traffic?: (run: number) => Promise<Partial<TrafficOptions>>;
  /** What befalls the system. What it leaves broken is mended afterwards. */
  readonly strike: (scene: Scene) => Promise<void>;
}
