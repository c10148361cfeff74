import type { Calendar, CustomerState, Fact, StoredSettings } from '@tidemark/core';
import { recentOf } from '@tidemark/core';
import { type CheckResult, type Finding, resultOf } from './finding.ts';
import type { CustomerPlace, CustomerReading, CustomerSum, HistoryAudit, LedgerPeriod } from './ports.ts';

export const checkTerms = (
  tenant: string,
  live: ReadonlyMap<string, bigint>,
  counted: ReadonlyMap<string, bigint>,
): CheckResult =>
  resultOf(
    'sums in the live store = sums of the raw events',
    [...counted].map(([term, value]) => ({
      where: `${tenant} ${term}`,
      expected: String(value),
      found: String(live.get(term) ?? 0n),
    })),
  );

export const checkLedger = (tenant: string, periods: readonly LedgerPeriod[]): CheckResult =>
  resultOf(
    'opening + movements = closing',
    periods.map(({ name, opening, moved, closing }) => ({
      where: `${tenant} ${name}`,
      expected: String(closing),
      found: String(opening + moved),
    })),
  );

export const checkOrphans = (tenant: string, orphans: number): CheckResult =>
  resultOf('every movement has its event', [
    { where: tenant, expected: '0 movements without', found: `${orphans} movements without` },
  ]);

export const checkPayloads = async (
  history: HistoryAudit,
  tenant: string,
  cut: Parameters<HistoryAudit['payloads']>[1],
): Promise<CheckResult> => {
  const { rows, differing, examples } = await history.payloads(tenant, cut);
  return {
    check: 'payload = columns',
    looked: rows,
    mismatches:
      differing === 0
        ? []
        : [
            {
              where: tenant,
              expected: `${rows} rows alike`,
              found: `${rows - differing}; others: ${examples.join(', ')}`,
            },
          ],
  };
};

const settingsText = ({ version, history_version, settings }: StoredSettings): string =>
  `version ${version}/${history_version} ${JSON.stringify(Object.entries(settings).toSorted())}`;

/** What is cached must be what is durable; nothing cached is fine. */
export const checkSettings = (stored: StoredSettings, cached: StoredSettings | null): CheckResult =>
  resultOf('settings cached = settings stored', [
    {
      where: stored.tenant,
      expected: settingsText(stored),
      found: settingsText(cached ?? stored),
    },
  ]);

const amountOf = (fact: Fact): number => {
  switch (fact.type) {
    case 'purchase':
      return fact.charged;
    case 'survey':
      return fact.score;
    case 'return':
    case 'invoice':
    case 'payment':
    case 'spend':
      return fact.amount;
    default:
      return 0;
  }
};

const sumOf = ({ facts }: CustomerState): CustomerSum => ({
  facts: facts.length,
  times: facts.reduce((sum, { time }) => sum + BigInt(time), 0n),
  amounts: facts.reduce((sum, fact) => sum + BigInt(amountOf(fact)), 0n),
});

const NOTHING: CustomerSum = { facts: 0, times: 0n, amounts: 0n };

const sumText = ({ facts, times, amounts }: CustomerSum): string =>
  `${facts} facts, times ${times}, amounts ${amounts}`;

const readingText = (reading: CustomerReading): string => {
  switch (reading.kind) {
    case 'known':
      return sumText(sumOf(reading.timeline));
    case 'unknown':
      return 'unknown';
    case 'damaged':
      return `cannot be read: ${reading.reason}`;
  }
};

/** `same`: deep equality, which the language lacks. */
const endOf = (
  reading: CustomerReading,
  { history_version, settings }: StoredSettings,
  calendar: Calendar,
  same: (a: unknown, b: unknown) => boolean,
): 'as its facts make it' | 'another' => {
  // Made under other settings it is made anew with the next event.
  if (reading.kind !== 'known' || reading.version !== history_version) return 'as its facts make it';
  const made = recentOf(reading.timeline, { settings, calendar });
  return same(reading.recent, made) ? 'as its facts make it' : 'another';
};

/** Of each customer: facts in the live store against events in history, and the stored end of the timeline against the facts. */
export const checkCustomers = (
  stored: StoredSettings,
  calendar: Calendar,
  customers: readonly (CustomerPlace & { readonly reading: CustomerReading })[],
  sums: ReadonlyMap<string, CustomerSum>,
  same: (a: unknown, b: unknown) => boolean,
): CheckResult => {
  const findings = customers.flatMap(({ customer, reading }): readonly Finding[] => {
    const where = `${stored.tenant} customer ${JSON.stringify(customer)}`;
    const sum = sums.get(customer) ?? NOTHING;
    const expected = sum.facts === 0 ? 'unknown' : sumText(sum);
    return [
      { where, expected, found: readingText(reading) },
      { where, expected: 'as its facts make it', found: endOf(reading, stored, calendar, same) },
    ];
  });
  return resultOf('facts in the live store = events in history', findings);
};
