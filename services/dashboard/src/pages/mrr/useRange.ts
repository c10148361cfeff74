import { useTenant } from '../../answers/tenant.ts';
import { go, useAddress, withChanges } from '../../url/address.ts';
import type { Interval } from '../../words/times.ts';
import { intervalsFor, type Range, rangeOf, usualInterval } from './range.ts';

/** Range and interval as the address has them; an interval that does not suit the range gives way to a usual one. */
export const useRange = () => {
  const { today } = useTenant();
  const address = useAddress();
  const name = address.searchParams.get('range') ?? '12m';
  const range: Range = rangeOf(name, today);
  const intervals = intervalsFor(range);
  const asked = intervals.find((interval) => interval === address.searchParams.get('interval'));
  const interval = asked ?? usualInterval(range);
  return {
    name,
    range,
    intervals,
    interval,
    setRange: (text: string) =>
      go(withChanges(address, { range: text === '12m' ? null : text, interval: null, pick: null })),
    setInterval: (next: Interval) =>
      go(withChanges(address, { interval: next === usualInterval(range) ? null : next, pick: null })),
  };
};
