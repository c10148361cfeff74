import type { ClickHouseClient } from '@clickhouse/client';
import { sorted } from '../failures.ts';
import type { Grouping } from '../groups.ts';
import type { Period } from '../periodSums.ts';
import type { FactsQuery } from './facts.ts';

/** A customer who moved a value, most first. */
export interface Mover {
  readonly customer: string;
  /** MRR that went, in thousandths of a minor unit; of a respondent, what they pay. */
  readonly mrr: bigint;
  readonly reason: string | null;
  readonly plan: string | null;
  readonly last_nps: number | null;
}

export type MoverKind = 'lost' | 'shrunk' | 'detractors';

export interface Movers {
  readonly kind: MoverKind;
  readonly customers: number;
  readonly largest: readonly Mover[];
  /** The most frequent ones. */
  readonly by_reason: Readonly<Record<string, number>>;
  readonly by_plan: Readonly<Record<string, number>>;
  /** Of the most frequent reason, the plan that most of those who gave it are on; null where nobody moved. */
  readonly leading: { readonly reason: string; readonly plan: string; readonly customers: number } | null;
}

const FACTS = 'facts(tenant = {tenant:String}, known_before = {known_before:Int64})';

const LEVELS = `
    levels AS (
        SELECT
            customer,
            sumIf(toInt256(sign) * (toInt256(after) - toInt256(before)), time < {start:Int64}) AS first,
            sumIf(toInt256(sign) * (toInt256(after) - toInt256(before)), time < {end:Int64}) AS last
        FROM movements
        WHERE tenant = {tenant:String} AND known_at < {known_before:Int64}
        GROUP BY customer
    ),
    answers AS (
        SELECT customer, argMax(score, (time, id)) AS score
        FROM ${FACTS}
        WHERE type = 'survey' AND survey = 'nps' AND time < {end:Int64}
        GROUP BY customer
    ),
    plans AS (
        SELECT customer, argMax(plan, (effective, id)) AS plan
        FROM ${FACTS}
        WHERE type = 'purchase' AND has_subscription AND effective < {end:Int64}
        GROUP BY customer
    ),
    leavings AS (
        SELECT customer, argMax(reason, (effective, time, id)) AS reason, count() AS cancellations
        FROM ${FACTS}
        WHERE type = 'cancellation' AND effective < {end:Int64} AND effective >= {start:Int64}
        GROUP BY customer
    )`;

const REASON = "multiIf(cancellations = 0, 'expired', reason = '', 'no reason given', reason)";

/** Customer, mrr, reason of all that moved; the last answer, of a respondent, is the reason. */
const MOVED: Readonly<Record<MoverKind, string>> = {
  lost: `SELECT customer, first AS mrr, ${REASON} AS reason FROM levels LEFT JOIN leavings USING (customer) WHERE first > 0 AND last <= 0`,
  shrunk: `SELECT customer, first - last AS mrr, if(last > 0, 'pays less', ${REASON}) AS reason
           FROM levels LEFT JOIN leavings USING (customer) WHERE first > last`,
  detractors: `SELECT given.customer AS customer, levels.last AS mrr, concat('answered ', toString(given.score)) AS reason
               FROM (
                   SELECT customer, argMax(score, (time, id)) AS score
                   FROM ${FACTS}
                   WHERE type = 'survey' AND survey = 'nps' AND time >= {start:Int64} AND time < {end:Int64}
                   GROUP BY customer, respondent
                   HAVING score <= 6
               ) AS given LEFT JOIN levels ON levels.customer = given.customer`,
};

interface Row {
  readonly customer: string;
  readonly mrr: string;
  readonly reason: string;
  readonly plan: string;
  readonly score: string;
  readonly scored: string;
}

interface Count {
  readonly reason: string;
  readonly plan: string;
  readonly customers: string;
}

const MOST = 10;
/** Reasons are free words: a message has room for so many different ones. */
const MOST_COUNTS = 20;

const counted = (counts: readonly Count[], name: 'reason' | 'plan'): Readonly<Record<string, number>> => {
  const sums = new Map<string, number>();
  for (const count of counts)
    if (count[name] !== '') sums.set(count[name], (sums.get(count[name]) ?? 0) + Number(count.customers));
  return Object.fromEntries([...sums].sort((a, b) => b[1] - a[1]).slice(0, MOST_COUNTS));
};

const leadingOf = (counts: readonly Count[], reason: string | undefined): Movers['leading'] => {
  const [first] = counts
    .filter((count) => count.reason === reason && count.plan !== '')
    .toSorted((a, b) => Number(b.customers) - Number(a.customers));
  return first === undefined ? null : { ...first, customers: Number(first.customers) };
};

type Kept = NonNullable<Grouping['where']>;

/** Customers with the value of a property just before a moment, or whose latest plan it is: as the value's groups are made. */
const keptSql = ({ divider }: Kept, index: number, at: 'start' | 'end'): string =>
  typeof divider === 'string'
    ? `plans.plan = {kept_${index}:String}`
    : `moved.customer IN (
           SELECT customer
           FROM facts(tenant = {tenant:String}, known_before = {known_before:Int64})
           GROUP BY customer
           HAVING argMaxIf(properties[{kept_by_${index}:String}], (time, id), time < {${at}:Int64} AND mapContains(properties, {kept_by_${index}:String})) = {kept_${index}:String}
       )`;

/** Who moved a value most over a period, with the reason where one is known; only of those with all of `kept`. */
export const readMovers = async (
  client: ClickHouseClient,
  { tenant, knownBefore }: FactsQuery,
  { start, end }: Period,
  kind: MoverKind,
  kept: readonly Kept[] = [],
): Promise<Movers> => {
  const query_params: Record<string, unknown> = { tenant, known_before: knownBefore, start, end };
  for (const [index, { divider, value }] of kept.entries()) {
    query_params[`kept_${index}`] = value;
    query_params[`kept_by_${index}`] = typeof divider === 'string' ? '' : divider.property;
  }
  // Answers are of the group their customer was in, what was lost of that at the start.
  const at = kind === 'detractors' ? 'end' : 'start';
  const where = kept.map((each, index) => `AND ${keptSql(each, index, at)}`).join(' ');
  const ask = <T>(select: string): Promise<readonly T[]> =>
    sorted('read contributors', async () => {
      const query = `WITH ${LEVELS}, moved AS (${MOVED[kind]}) ${select}`;
      const result = await client.query({ query, query_params, format: 'JSONEachRow' });
      return result.json<T>();
    });
  const rows = await ask<Row>(
    `SELECT moved.customer AS customer, toString(mrr) AS mrr, reason, plans.plan AS plan, answers.score AS score, answers.customer != '' AS scored
     FROM moved LEFT JOIN plans ON plans.customer = moved.customer LEFT JOIN answers ON answers.customer = moved.customer
     WHERE true ${where}
     ORDER BY moved.mrr DESC, customer LIMIT ${MOST}`,
  );
  const counts = await ask<Count>(
    `SELECT reason, plans.plan AS plan, count() AS customers FROM moved LEFT JOIN plans ON plans.customer = moved.customer
     WHERE true ${where}
     GROUP BY reason, plan`,
  );
  const by_reason = counted(counts, 'reason');
  return {
    kind,
    customers: counts.reduce((sum, { customers }) => sum + Number(customers), 0),
    largest: rows.map(({ customer, mrr, reason, plan, score, scored }) => ({
      customer,
      mrr: BigInt(mrr),
      reason: reason === '' ? null : reason,
      plan: plan === '' ? null : plan,
      last_nps: Number(scored) === 1 ? Number(score) : null,
    })),
    by_reason,
    by_plan: counted(counts, 'plan'),
    leading: leadingOf(counts, Object.keys(by_reason)[0]),
  };
};
