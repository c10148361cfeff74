import type { Cancellation, OracleSettings, Purchase } from './events.ts';
import { fraction, roundHalfEven, times } from './fraction.ts';
import { compareIds, type Standing } from './standing.ts';

type Sold = Purchase & { readonly subscription: NonNullable<Purchase['subscription']> };

const MONTHS = {
  day: fraction(12, 365),
  week: fraction(12, 52),
  month: fraction(1),
  quarter: fraction(3),
  year: fraction(12),
};

/** What a purchase is worth a month, in thousandths of a minor unit: rounded once, half to even. */
export const monthlyWorth = ({ amount, subscription }: Sold): bigint => {
  const months = times(MONTHS[subscription.interval], fraction(subscription.interval_count ?? 1));
  return roundHalfEven(
    times(fraction(BigInt(amount) * 1000n), fraction(months.denominator, months.numerator)),
  );
};

export const effectiveOf = (event: Purchase | Cancellation): number => event.effective_at ?? event.time;

export const subscriptionPurchases = ({ purchases }: Standing): readonly Sold[] =>
  purchases.filter((purchase): purchase is Sold => purchase.subscription !== undefined);

/** The instant at which a purchase's term runs out unless bought again; Infinity where it does not. */
export const expiryOf = ({ subscription }: Sold, { renewal_grace }: OracleSettings): number =>
  subscription.expires_at === undefined ? Infinity : subscription.expires_at + renewal_grace;

export const ends = (cancellation: Cancellation, subscription: string): boolean =>
  cancellation.subscription === undefined || cancellation.subscription === subscription;

/** The last of the purchases of one subscription by effective instant, then by id. */
export const lastBought = (purchases: readonly Sold[]): Sold | undefined =>
  purchases.toSorted((a, b) => effectiveOf(a) - effectiveOf(b) || compareIds(a.id, b.id)).at(-1);

export const subscriptionIds = (standing: Standing): readonly string[] => [
  ...new Set(subscriptionPurchases(standing).map(({ subscription }) => subscription.id)),
];

/**
 * The purchase that one subscription runs by just before an instant, or undefined: the last one effective before it, unless a
 * cancellation after that purchase, or its own expiry, was before the instant too. At one instant purchases come after
 * cancellations, so one at the purchase's own instant does not end it.
 */
export const runningBefore = (
  standing: Standing,
  subscription: string,
  instant: number,
  settings: OracleSettings,
): Sold | undefined => {
  const last = lastBought(
    subscriptionPurchases(standing).filter(
      (purchase) => purchase.subscription.id === subscription && effectiveOf(purchase) < instant,
    ),
  );
  if (last === undefined || expiryOf(last, settings) < instant) return undefined;
  const cancelled = standing.cancellations.some(
    (cancellation) =>
      ends(cancellation, subscription) &&
      effectiveOf(cancellation) > effectiveOf(last) &&
      effectiveOf(cancellation) < instant,
  );
  return cancelled ? undefined : last;
};

/** A customer's MRR just before an instant, in thousandths of a minor unit. */
export const worthBefore = (standing: Standing, instant: number, settings: OracleSettings): bigint =>
  subscriptionIds(standing).reduce((sum, subscription) => {
    const running = runningBefore(standing, subscription, instant, settings);
    return running === undefined ? sum : sum + monthlyWorth(running);
  }, 0n);

/**
 * A customer's MRR after all that events with `time` before `instant` make effective at or after it. What is already effective
 * counts whatever its `time`. An `expires_at` at or after the instant is taken as renewed.
 */
export const committedBefore = (standing: Standing, instant: number, settings: OracleSettings): bigint => {
  const known = (event: Purchase | Cancellation) => event.time < instant || effectiveOf(event) < instant;
  return subscriptionIds(standing).reduce((sum, subscription) => {
    const last = lastBought(
      subscriptionPurchases(standing).filter(
        (purchase) => purchase.subscription.id === subscription && known(purchase),
      ),
    );
    if (last === undefined || expiryOf(last, settings) < instant) return sum;
    const cancelled = standing.cancellations.some(
      (cancellation) =>
        ends(cancellation, subscription) &&
        known(cancellation) &&
        effectiveOf(cancellation) > effectiveOf(last),
    );
    return cancelled ? sum : sum + monthlyWorth(last);
  }, 0n);
};
