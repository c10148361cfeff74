import type { RecordOutcome } from '../plan.ts';
import { type CheckResult, type Finding, resultOf } from './finding.ts';
import type { Cut, HistoryAudit, LiveAudit, PartitionSnapshot, RowCount } from './ports.ts';

const OUTCOMES: readonly RecordOutcome[] = ['applied', 'duplicate', 'conflict', 'dead'];
const NONE: Readonly<Record<RecordOutcome, number>> = { applied: 0, duplicate: 0, conflict: 0, dead: 0 };

const countText = (counts: Readonly<Record<RecordOutcome, number>>): string =>
  OUTCOMES.map((outcome) => `${outcome} ${counts[outcome]}`).join(', ');

const totalOf = (counts: Readonly<Record<RecordOutcome, number>>): number =>
  OUTCOMES.reduce((sum, outcome) => sum + counts[outcome], 0);

const nameOf = (partition: number): string => `partition ${partition}`;

const ONCE = 'records counted in the live store = offsets in history';

/** The live store counts each record as it applies it; history must hold as many offsets of each kind, the first and the last too. */
export const checkRecords = async (
  history: HistoryAudit,
  snapshots: readonly PartitionSnapshot[],
  cut: Cut,
): Promise<CheckResult> => {
  const records = await history.records(cut);
  const findings: Finding[] = [];
  for (const { partition, counts, next } of snapshots) {
    if (next === null) continue;
    const held = records.get(partition) ?? NONE;
    const finding = { where: nameOf(partition), expected: countText(counts), found: countText(held) };
    const isShort = totalOf(held) < totalOf(counts);
    findings.push(
      isShort ? { ...finding, found: `${finding.found}; ${await history.gaps(partition, next)}` } : finding,
    );
  }
  return resultOf(ONCE, findings);
};

const rowText = (rows: number, places: number): string => `${rows} rows, ${places} places in the log`;

const rowFindings = async (
  table: string,
  counts: readonly RowCount[],
  hint: (partition: number) => Promise<string>,
): Promise<readonly Finding[]> =>
  Promise.all(
    counts.map(async ({ partition, rows, places, wanted }) => {
      const found = rowText(rows, places);
      return {
        where: `${nameOf(partition)} ${table}`,
        expected: rowText(wanted, wanted),
        found: rows === places ? found : `${found}; ${await hint(partition)}`,
      };
    }),
  );

/** No row stands twice, as ClickHouse would merge it some day and nothing may hang on that; movements of one record are all there. */
export const checkRows = async (history: HistoryAudit, cut: Cut): Promise<CheckResult> => {
  const [events, movements] = await Promise.all([history.eventRows(cut), history.movementRows(cut)]);
  const doubled = (partition: number) => history.doubled(partition, cut.get(partition)!);
  return resultOf('one row a record and movement', [
    ...(await rowFindings('events', events, doubled)),
    ...(await rowFindings('movements', movements, async () => 'some stand twice')),
  ]);
};

/** A live store that is made anew from history is behind it for that long. */
const isMadeAnew = ({ next, rebuild_to }: PartitionSnapshot): boolean =>
  next === null || (rebuild_to !== null && next <= rebuild_to);

/** History holds nothing that is still to be applied. `snapshots` were read after `highest`. */
export const checkAhead = (
  highest: ReadonlyMap<number, number>,
  snapshots: readonly PartitionSnapshot[],
): CheckResult =>
  resultOf(
    'no row of a record not yet applied',
    snapshots.flatMap((snapshot) => {
      const { partition, next } = snapshot;
      const last = highest.get(partition);
      if (last === undefined || isMadeAnew(snapshot)) return [];
      const limit = `offsets below ${next}`;
      return [{ where: nameOf(partition), expected: limit, found: last < next! ? limit : `offset ${last}` }];
    }),
  );

const outboxFindings = (snapshot: PartitionSnapshot): readonly Finding[] => {
  const { partition, next, stored, backlog, pending, entries, index } = snapshot;
  const where = nameOf(partition);
  const sum = (part: 'rows' | 'bytes') => index.reduce((total, entry) => total + entry[part], 0);
  const oldest = index[0];
  const breaks = index.filter((entry, at) => at > 0 && entry.first !== index[at - 1]!.last + 1);
  const from = oldest?.first ?? stored ?? 0;
  const to = index.length === 0 ? (stored ?? 0) : index.at(-1)!.last + 1;
  const reserved =
    pending && `${pending.entries} entries, offsets ${pending.first} to ${pending.last} on their way`;
  const isOldest =
    pending === null ||
    (oldest?.first === pending.first && index[pending.entries - 1]?.last === pending.last);
  return [
    {
      where,
      expected: `${backlog.rows} rows, ${backlog.bytes} B, offsets ${stored ?? from} up to ${next ?? 0}`,
      found: `${sum('rows')} rows, ${sum('bytes')} B, offsets ${from} up to ${to}${breaks.map(({ first }) => `, a break before ${first}`).join('')}`,
    },
    { where, expected: `${index.length} entries`, found: `${entries} entries` },
    {
      where,
      expected: reserved ?? 'nothing on its way',
      found: isOldest ? (reserved ?? 'nothing on its way') : `${index.length} entries from offset ${from} on`,
    },
  ];
};

/** The outbox holds what is applied and not stored, and nothing else; what is on its way to history is its oldest part. */
export const checkOutbox = (snapshots: readonly PartitionSnapshot[]): CheckResult =>
  resultOf('outbox holds what waits', snapshots.flatMap(outboxFindings));

/** Whoever has an event in history is on the live store's list of tenants, and nobody else. */
export const checkTenants = async (
  history: HistoryAudit,
  snapshots: readonly PartitionSnapshot[],
  cut: Cut,
): Promise<CheckResult> => {
  const held = await history.tenants(cut);
  const findings = snapshots.flatMap(({ partition, tenants }) => {
    const known = new Set(tenants);
    const counted = new Set(held.get(partition));
    return [...known.union(counted)].map((tenant) => ({
      where: `${nameOf(partition)} ${tenant}`,
      expected: counted.has(tenant) ? 'listed' : 'no event',
      found: known.has(tenant) ? 'listed' : 'no event',
    }));
  });
  return resultOf('tenants listed = tenants with events', findings);
};

/** All that one partition after the other can be asked. */
export const snapshotsOf = (
  live: LiveAudit,
  partitions: readonly number[],
): Promise<readonly PartitionSnapshot[]> =>
  Promise.all(partitions.map((partition) => live.snapshot(partition)));
