import type { Books, Customer } from './books.ts';
import { compareIds, type Standing } from './standing.ts';
import { monthlyWorth, runningBefore, subscriptionIds } from './subscriptions.ts';

/** A customer's value of a property just before an instant: of their latest event before it that carries it, ties by id; none: empty. */
export const valueBefore = (standing: Standing, property: string, instant: number): string => {
  const { purchases, cancellations, returns, surveys } = standing;
  const carrying = [...purchases, ...cancellations, ...returns, ...surveys].filter(
    ({ time, properties }) => time < instant && properties?.[property] !== undefined,
  );
  const last = carrying.toSorted((a, b) => a.time - b.time || compareIds(a.id, b.id)).at(-1);
  return String(last?.properties?.[property] ?? '');
};

/** What each plan of a customer is worth just before an instant. */
export const plansBefore = (
  { standing }: Customer,
  instant: number,
  settings: Books['settings'],
): ReadonlyMap<string, bigint> => {
  const plans = new Map<string, bigint>();
  for (const id of subscriptionIds(standing)) {
    const running = runningBefore(standing, id, instant, settings);
    if (running === undefined) continue;
    const plan = running.subscription.plan ?? '';
    plans.set(plan, (plans.get(plan) ?? 0n) + monthlyWorth(running));
  }
  return plans;
};

/** Sums by group of what each customer adds, without the groups that come to nothing. */
export const sumsBy = <T>(
  all: readonly T[],
  each: (one: T) => Iterable<readonly [group: string, amount: bigint]>,
): Readonly<Record<string, bigint>> => {
  const sums = new Map<string, bigint>();
  for (const one of all)
    for (const [group, amount] of each(one)) sums.set(group, (sums.get(group) ?? 0n) + amount);
  return Object.fromEntries([...sums].filter(([, amount]) => amount !== 0n).toSorted());
};
