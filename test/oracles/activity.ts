import type { OracleSettings } from './events.ts';
import type { Standing } from './standing.ts';
import { effectiveOf, expiryOf, subscriptionPurchases, worthBefore } from './subscriptions.ts';
import { zoneOf } from './zone.ts';

/**
 * Active just before an instant: by MRR, or, where the tenant sets `active_days_after_purchase`, by a purchase from its instant
 * to the start of the day that many days after its day, unless a cancellation of everything came after it.
 */
export const activeBefore = (standing: Standing, instant: number, settings: OracleSettings): boolean => {
  if (worthBefore(standing, instant, settings) > 0n) return true;
  const days = settings.active_days_after_purchase;
  if (days === null) return false;
  const { dayOf, startOf } = zoneOf(settings.time_zone);
  return standing.purchases.some((purchase) => {
    const bought = effectiveOf(purchase);
    if (bought >= instant || startOf(dayOf(bought) + days) < instant) return false;
    return !standing.cancellations.some(
      (cancellation) =>
        cancellation.subscription === undefined &&
        effectiveOf(cancellation) > bought &&
        effectiveOf(cancellation) < instant,
    );
  });
};

/** All instants at which anything of a customer may begin or end, ascending. */
export const instantsOf = (standing: Standing, settings: OracleSettings): readonly number[] => {
  const instants = [
    ...standing.purchases.map(effectiveOf),
    ...standing.cancellations.map(effectiveOf),
    ...subscriptionPurchases(standing).map((purchase) => expiryOf(purchase, settings)),
  ];
  return [...new Set(instants)].filter(Number.isFinite).toSorted((a, b) => a - b);
};

/** The first instant at which a customer is active; undefined where there is none. Instants are whole milliseconds. */
export const firstActive = (standing: Standing, settings: OracleSettings): number | undefined =>
  instantsOf(standing, settings).find((instant) => activeBefore(standing, instant + 1, settings));
