import type { Finding } from '../audit/finding.ts';
import type { CustomerReading } from '../audit/ports.ts';
import { keyText } from '../fold/customerKey.ts';
import type { CustomerKey } from '../plan.ts';
import type { RecountedCustomer } from './recountCustomer.ts';

/**
 * In what the live store's state of a customer differs from what their records make; null where in nothing. `version`: of the settings they
 * were counted by.
 */
export const compareCustomer = (
  key: CustomerKey,
  made: RecountedCustomer | null,
  held: CustomerReading,
  version: number,
  same: (a: unknown, b: unknown) => boolean,
): Finding | null => {
  const differs = (expected: string, found: string): Finding => ({
    where: `customer ${keyText(key)}`,
    expected,
    found,
  });
  if (held.kind === 'damaged') return differs('a readable state', held.reason);
  if (made === null)
    return held.kind === 'unknown' ? null : differs('unknown', `${held.timeline.facts.length} facts`);
  const expected = `${made.timeline.facts.length} facts`;
  if (held.kind === 'unknown') return differs(expected, 'unknown');
  if (!same(held.timeline, made.timeline)) return differs(expected, `${held.timeline.facts.length} others`);
  // Made under other settings, the end of a timeline is made anew with the next event.
  if (held.version === version && !same(held.recent, made.recent))
    return differs('the end of the timeline as its facts make it', 'another');
  return null;
};
