import type { LedgerNote } from '../ports/ledger.ts';
import { differences } from '../testing/compare.ts';
import { FIRST_DAY, SENDING_BOUNDS, type Sending, send } from '../testing/stream.ts';
import { createHistoryTwin } from '../twins/history.ts';
import { createLedgerTwin } from '../twins/ledger.ts';
import { createTopology, type Topology } from '../twins/topology.ts';
import { createRandom, type Random } from './random.ts';
import { type Actor, createScheduler } from './scheduler.ts';
import { type SimulatedProcess, startProcess, type World } from './simulatedProcess.ts';

/** What one seed led to. */
export interface Simulated {
  /** In what it differs from a plain recount, or what failed. */
  readonly wrong: readonly string[];
  readonly history: readonly string[];
}

const PARTITIONS = 2;
const STORMY_STEPS = 700;
const CALM_STEPS = 30_000;
const LAST_STEPS = 60;
const RECORDS = 40;
/** Fewer than the inserts of one run: what happens past the token window happens here too. */
const TOKEN_WINDOW = 4;

const randomSending = (random: Random): Sending =>
  Object.fromEntries(
    Object.entries(SENDING_BOUNDS).map(([name, bound]) => [name, random.integer(bound)]),
  ) as unknown as Sending;

/** A topology with bounds so narrow that everything bounded is met in a short run. */
const narrowTopology = (today: () => number): Topology => {
  const topology = createTopology(PARTITIONS, today);
  const history = createHistoryTwin(TOKEN_WINDOW);
  const limits = {
    batch: 4,
    cache: 12,
    backlog: { rows: 14, bytes: 1e9 },
    insert: { rows: 6, bytes: 1e9, linger: 1 },
  };
  const ledger = createLedgerTwin(history);
  return { ...topology, history, context: { ...topology.context, history, ledger, limits } };
};

/**
 * One run by one seed: processes crash between any two of their calls, lose partitions with and without being told, freeze and
 * come back as zombies, some right before an insert whose token is forgotten meanwhile; calls are refused, answers lost, requests
 * arrive after their sender's death; the live store is rolled back; days go by. Then the weather clears, everything is applied and stored, and what is held must equal a recount.
 * `settled` resolves when every promise that can go on has gone on.
 */
export const simulate = async (seed: number, settled: () => Promise<void>): Promise<Simulated> => {
  const random = createRandom(seed);
  let today = FIRST_DAY + 401;
  const topology = narrowTopology(() => today);
  const scheduler = createScheduler(random);
  const world: World = {
    topology,
    scheduler,
    random,
    weather: { stormy: true },
    owners: new Map(),
    failures: [],
  };
  const processes: SimulatedProcess[] = [];
  const asleep = new Set<Actor>();
  let sent = 0;
  // Until the first snapshot the way back is to an empty store: it is lost.
  let wayBack = topology.live.snapshot();

  const startOne = (): SimulatedProcess => {
    const simulated = startProcess(`p${processes.length}`, world);
    processes.push(simulated);
    return simulated;
  };
  const give = (partition: number, simulated: SimulatedProcess): void => {
    scheduler.note(`${simulated.actor.name} is given ${partition}`);
    world.owners.set(partition, simulated);
    simulated.assign(partition);
  };
  const living = (): readonly SimulatedProcess[] => processes.filter(({ actor }) => actor.alive);

  const sendSome = (count: number): void => {
    for (let i = 0; i < count && sent < RECORDS; i++) send(topology.log, randomSending(random), sent++);
  };
  const crash = (): void => {
    const victim = random.pick(living());
    scheduler.kill(victim.actor);
    const successor = startOne();
    for (const [partition, owner] of world.owners) if (owner === victim) give(partition, successor);
  };
  const moveOne = (): void => {
    const partition = random.integer(PARTITIONS);
    const before = world.owners.get(partition)!;
    const after = random.onceIn(2) ? startOne() : random.pick(living());
    if (after === before) return;
    const isTold = random.onceIn(2);
    if (isTold) before.revoke(partition);
    else before.actor.frozen = random.onceIn(2);
    give(partition, after);
  };
  const thaw = (): void => {
    for (const { actor } of processes) if (!asleep.has(actor)) actor.frozen = false;
  };
  /** Those who have just confirmed a reservation fall asleep before they insert, for long; another has their partitions meanwhile. */
  const fallAsleep = (): void => {
    for (const actor of scheduler.waitingAt(/^reserve .* ←$/)) {
      if (!actor.alive) continue;
      scheduler.note(`${actor.name} falls asleep`);
      actor.frozen = true;
      asleep.add(actor);
      const successor = startOne();
      for (const [partition, owner] of world.owners) if (owner.actor === actor) give(partition, successor);
    }
  };
  const wakeUp = (): void => {
    asleep.clear();
    thaw();
  };
  const takeSnapshot = (): void => {
    wayBack = topology.live.snapshot();
  };
  const rollBack = (): void => {
    // The one hole that `settle` tells of.
    if (scheduler.isUnderWay('reserve') || scheduler.isUnderWay('insert')) return;
    scheduler.note('the live store is rolled back');
    wayBack();
    topology.cache.rolledBack();
  };
  const changeSettings = (): void => {
    const tenant = random.onceIn(2) ? 't0' : 't1';
    const change = random.onceIn(2)
      ? { loyal_purchases: 2 + random.integer(3) }
      : { renewal_grace: random.pick(['0s', '10d', '90d']) };
    const stored = topology.settings.change(tenant, change, today * 86_400_000);
    scheduler.note(`${stored.tenant} counts by ${stored.history_version} and ${stored.ledger_version}`);
    void topology.cache.write(stored);
  };
  const misfortunes: readonly (readonly [times: number, happen: () => void])[] = [
    [12, () => sendSome(5)],
    [60, crash],
    [50, moveOne],
    [40, thaw],
    [80, fallAsleep],
    [150, wakeUp],
    [70, takeSnapshot],
    [110, rollBack],
    [150, changeSettings],
    [200, () => (today += 1 + random.integer(3))],
  ];

  const isCounted = async (partition: number, tenants: ReadonlyMap<string, number>): Promise<boolean> => {
    const notes = await topology.context.ledger.notes(partition);
    return [...tenants].every(([tenant, version]) => {
      const { history_version, ledger_version } = topology.settings.held(tenant);
      const isWritten = (note: LedgerNote): boolean =>
        note.tenant === tenant && note.version === ledger_version && note.isWhole;
      return history_version === version && (ledger_version === 0 || notes.some(isWritten));
    });
  };
  const isDone = async (): Promise<boolean> => {
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const { end } = topology.log.bounds(partition);
      const held = topology.live.partition(partition);
      if (end === 0) continue;
      if (held?.next !== end || held.stored !== end || !(await isCounted(partition, held.tenants)))
        return false;
    }
    return true;
  };
  const turn = async (): Promise<void> => {
    scheduler.step();
    await settled();
  };

  const first = startOne();
  for (let partition = 0; partition < PARTITIONS; partition++) give(partition, first);
  sendSome(10);
  for (let step = 0; step < STORMY_STEPS && world.failures.length === 0; step++) {
    for (const [times, happen] of misfortunes) if (random.onceIn(times)) happen();
    await turn();
  }

  scheduler.note('the weather clears');
  world.weather.stormy = false;
  if (random.onceIn(2)) wakeUp();
  sendSome(RECORDS);
  const calm = async (): Promise<void> => {
    for (let step = 0; step < CALM_STEPS && world.failures.length === 0 && !(await isDone()); step++)
      await turn();
  };
  await calm();
  // Whoever still sleeps wakes up when all is over, and does what he was about to do.
  wakeUp();
  for (let step = 0; step < LAST_STEPS && world.failures.length === 0; step++) await turn();
  await calm();

  for (const { actor } of living()) scheduler.kill(actor);
  const wrong = world.failures.map(String);
  if (wrong.length === 0) wrong.push(...(await differences(topology)));
  return { wrong, history: scheduler.history };
};
