import {
  type CustomerState,
  decodeHot,
  HOT,
  ledgerOf,
  type Movement,
  recentOf,
  type StoredSettings,
  UTC,
} from '@tidemark/core';
import type { Ledger } from '../ports/ledger.ts';
import { partText, timelineIn } from '../twins/liveStore.ts';
import type { Topology } from '../twins/topology.ts';
import { movementText, recount } from './recount.ts';

/** Everything in which a topology differs from a plain recount of its log; empty where nothing is lost, doubled or wrong. */
export const differences = async ({
  log,
  live,
  history,
  deadLetters,
  settings,
  context,
}: Topology): Promise<readonly string[]> => {
  const found: string[] = [];
  const tenants = ['t0', 't1'];
  const stored = [...(await settings.read(tenants)).values()];
  const expected = recount(log, new Map(stored.map(({ tenant, settings: own }) => [tenant, own])));

  const seen = new Map<string, number>();
  for (const { partition, offset, outcome } of history.events()) {
    const place = `${partition}:${offset}`;
    seen.set(place, (seen.get(place) ?? 0) + 1);
    if (outcome !== expected.outcomes.get(place))
      found.push(`record ${place} is ${outcome}, expected ${expected.outcomes.get(place)}`);
  }
  for (const [place, outcome] of expected.outcomes) {
    const count = seen.get(place) ?? 0;
    if (count !== 1) found.push(`record ${place} (${outcome}) is ${count} times in history`);
  }

  // Of a tenant whose ledger was corrected, rows tell when what was known; what stands must be what its settings of now make.
  const corrected = new Set(
    stored.filter(({ ledger_version }) => ledger_version > 0).map(({ tenant }) => tenant),
  );
  const isPlain = ({ tenant }: { readonly tenant: string }): boolean => !corrected.has(tenant);
  found.push(
    ...(await compareStanding(
      history,
      context.ledger,
      expected,
      stored.filter((one) => !isPlain(one)),
    )),
  );

  const movements = history.movements().filter(isPlain).map(movementText).sort();
  for (const row of movements.filter((row, index) => row === movements[index - 1]))
    found.push(`doubled movement ${row}`);
  const held = new Set(movements);
  const wanted = new Set(expected.movements.filter(isPlain).map(movementText));
  for (const row of wanted.difference(held)) found.push(`lost movement ${row}`);
  for (const row of held.difference(wanted)) found.push(`wrong movement ${row}`);

  const letters = new Set(deadLetters.letters().map(({ record }) => `${record.partition}:${record.offset}`));
  const dead = new Set(
    [...expected.outcomes].filter(([, outcome]) => outcome === 'dead').map(([place]) => place),
  );
  for (const place of dead.difference(letters)) found.push(`no dead letter of ${place}`);
  for (const place of letters.difference(dead)) found.push(`dead letter of ${place}, which is none`);

  found.push(...compareLive({ log, live }, stored, expected, context.today() - 1));
  return found;
};

const standingText = ({ time, type, before, after, event }: Movement, times: number): string =>
  `${time} ${type} ${before} ${after} ${event} ×${times}`;

const compareStanding = async (
  history: Topology['history'],
  ledger: Ledger,
  { customers }: ReturnType<typeof recount>,
  corrected: readonly StoredSettings[],
): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const { tenant, settings } of corrected) {
    const rows = history.movements().filter((row) => row.tenant === tenant);
    const places = rows.map(({ partition, offset, sequence }) => `${partition}:${offset}:${sequence}`).sort();
    for (const place of places.filter((one, index) => one === places[index - 1]))
      found.push(`doubled movement at ${place}`);
    for (const [key, state] of customers) {
      if (!key.startsWith(`${tenant}:`)) continue;
      const customer = key.slice(tenant.length + 1);
      const own = rows.filter((row) => row.customer === customer);
      const partitions = [...new Set(own.map(({ partition }) => partition))];
      const standing = await Promise.all(
        partitions.map(
          async (partition) => (await ledger.standing(partition, tenant, [customer])).get(customer) ?? [],
        ),
      );
      const held = standing
        .flat()
        .map((row) => standingText(row, row.times))
        .sort();
      const wanted = ledgerOf(state, { calendar: UTC, settings })
        .map((row) => standingText(row, 1))
        .sort();
      if (held.join() !== wanted.join())
        found.push(`ledger of ${key}: ${held.join()}; expected ${wanted.join()}`);
    }
  }
  return found;
};

const compareLive = (
  { log, live }: Pick<Topology, 'log' | 'live'>,
  settings: readonly StoredSettings[],
  expected: ReturnType<typeof recount>,
  yesterday: number,
): readonly string[] => {
  const found: string[] = [];
  const customers = new Map<string, ReadonlyMap<string, Uint8Array>>();
  const cells = new Map<string, Map<number, bigint>>();
  for (let partition = 0; partition < log.partitions; partition++) {
    const held = live.partition(partition);
    const { end } = log.bounds(partition);
    if (end === 0) continue;
    if (held?.next !== end || held.stored !== end)
      found.push(
        `partition ${partition} ends at ${end}, applied to ${held?.next}, stored to ${held?.stored}`,
      );
    const counted = Object.values(held?.counts ?? {}).reduce((sum, count) => sum + count, 0);
    if (counted !== end) found.push(`partition ${partition} has ${end} records and counted ${counted}`);
    for (const [key, parts] of held?.customers ?? []) customers.set(key, parts);
    for (const [text, days] of held?.terms ?? []) {
      const [tenant, version, term] = text.split(':');
      const { history_version } = settings.find((one) => one.tenant === tenant)!;
      if (Number(version) !== history_version) found.push(`sums of ${text}, counted by ${history_version}`);
      const sums = cells.get(`${tenant} ${term}`) ?? new Map<number, bigint>();
      cells.set(`${tenant} ${term}`, sums);
      for (const [day, delta] of days) sums.set(day, (sums.get(day) ?? 0n) + delta);
    }
  }
  for (const [key, state] of expected.customers)
    if (!isStored(customers.get(key), state, settings.find(({ tenant }) => key.startsWith(`${tenant}:`))!))
      found.push(`state of ${key} is not what its events make`);
  for (const key of customers.keys()) if (!expected.customers.has(key)) found.push(`unknown customer ${key}`);

  for (const name of new Set([...expected.terms.keys(), ...cells.keys()])) {
    for (const day of daysOf(expected.terms.get(name), cells.get(name), yesterday)) {
      const value = sumUpTo(cells.get(name), day);
      const wanted = sumUpTo(expected.terms.get(name), day);
      if (value !== wanted) found.push(`${name} at day ${day} is ${value}, expected ${wanted}`);
    }
  }
  return found;
};

/** The same text for the same content, whatever the order of the fields. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, inner) => {
    if (typeof inner === 'bigint') return `${inner}n`;
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort());
  });

/** Whether the parts hold the whole timeline and its end, where that was made under the settings of now. */
const isStored = (
  parts: ReadonlyMap<string, Uint8Array> | undefined,
  state: CustomerState,
  { history_version, settings }: StoredSettings,
): boolean => {
  if (parts === undefined || textOf(timelineIn(parts)) !== textOf(state)) return false;
  const { recent, version } = decodeHot(parts.get(partText(HOT))!);
  return (
    version !== history_version || textOf(recent) === textOf(recentOf(state, { calendar: UTC, settings }))
  );
};

type Days = ReadonlyMap<number, bigint> | undefined;

const sumUpTo = (days: Days, day: number): bigint =>
  [...(days ?? [])].reduce((sum, [from, delta]) => (from <= day ? sum + delta : sum), 0n);

const FAR_AHEAD = 1_000_000;

/** Every day from yesterday on at which a value may change: nobody asks the live store for an earlier one. */
const daysOf = (expected: Days, held: Days, yesterday: number): ReadonlySet<number> => {
  const steps = [...(expected?.keys() ?? []), ...(held?.keys() ?? [])];
  return new Set([yesterday, ...steps.filter((day) => day > yesterday), FAR_AHEAD]);
};
