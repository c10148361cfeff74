import { type BenchRecord, type Shape, USUAL, workload } from '../workload/workload.ts';
import { type Cost, createGrowthWorker, STEPS } from './growthWorker.ts';

const DAY = 86_400_000;
/** The middle of a day: what is measured happens in the 24 hours before. */
const NOW = Date.parse('2026-11-25T12:00:00Z');
/** Records made and applied at a time while customers get their past. */
const SLICE = 100_000;

/** Records of one kind, measured together. */
export interface Phase {
  readonly name: string;
  readonly events: number;
  readonly duplicates: number;
  readonly late: number;
  readonly lateDays: number;
}

/** Customers with a past, which is not measured, and then what is. */
export interface GrowthCase {
  readonly customers: number;
  readonly tenants: number;
  readonly partitions: number;
  /** Records of one plan, at most. */
  readonly batch: number;
  /** Events of the past, spread over so many days. */
  readonly past: number;
  readonly days: number;
  readonly phases: readonly Phase[];
  readonly largest?: number;
  readonly busiest?: number;
}

export const usual = (events: number): Phase => ({ ...USUAL, name: 'usual', events });

const shapeOf = ({ past, days, phases, ...given }: GrowthCase, seed: number): Shape => {
  const { customers, tenants, largest, busiest } = given;
  const measured = phases.reduce((sum, { events }) => sum + events, 0);
  const yesterday = NOW - DAY;
  const inOrder = phases.flatMap((phase) => Array.from({ length: phase.events }, () => phase));
  return {
    seed,
    customers,
    tenants,
    evenly: true,
    until: NOW,
    events: past + measured,
    ...(largest === undefined ? {} : { largest }),
    ...(busiest === undefined ? {} : { busiest }),
    pace: (index) =>
      index < past
        ? { ...USUAL, time: yesterday - Math.floor((days * DAY * (past - index)) / past) }
        : { ...inOrder[index - past]!, time: yesterday + Math.floor((DAY * (index - past)) / measured) },
  };
};

const take = (records: Iterator<BenchRecord>, count: number): readonly BenchRecord[] => {
  const taken: BenchRecord[] = [];
  for (let next = count > 0 ? records.next() : null; next !== null && next.done !== true; ) {
    taken.push(next.value);
    next = taken.length < count ? records.next() : null;
  }
  return taken;
};

/** An event, by what its phase cost. */
const perEvent = ({ micros, records, batches, increments, cold, sent }: Cost) => {
  const each = (total: number): number => Number((total / records).toFixed(2));
  return {
    micros: each(STEPS.reduce((sum, step) => sum + micros[step], 0)),
    steps: Object.fromEntries(STEPS.map((step) => [step, each(micros[step])])),
    increments: each(increments),
    cold_parts: each(cold),
    redis_bytes: Math.round(sent / records),
    records_a_batch: Math.round(records / batches),
  };
};
export type EventCost = ReturnType<typeof perEvent>;

/** What an event of each phase costs. */
export const measureCase = async (
  growth: GrowthCase,
  seed: number,
): Promise<Readonly<Record<string, EventCost>>> => {
  const { partitions, batch, past, phases } = growth;
  const worker = createGrowthWorker(partitions, batch, NOW);
  const records = workload(shapeOf(growth, seed));
  for (let made = 0; made < past; made += SLICE)
    await worker.apply(take(records, Math.min(SLICE, past - made)));
  const costs: Record<string, EventCost> = {};
  for (const { name, events } of phases) costs[name] = perEvent(await worker.apply(take(records, events)));
  return costs;
};
