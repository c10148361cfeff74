import type { EventType } from './event.ts';
import { invalid } from './readFields.ts';
import type { Rejection } from './rejection.ts';

type Draft = Record<string, unknown>;

/** What one type demands across its fields. Fills in the defaults that hang on another field. */
export const RELATIONS: Partial<Record<EventType, (draft: Draft) => Rejection | null>> = {
  purchase: (draft) => {
    draft['charged'] ??= draft['amount'];
    const subscription = draft['subscription'] as Draft | null;
    const effective = draft['effective_at'];
    if (subscription === null)
      return effective === null ? null : invalid('effective_at', 'it only beside subscription', effective);
    const expires = subscription['expires_at'] as number | null;
    if (expires === null || expires > ((effective ?? draft['time']) as number)) return null;
    return invalid(
      'subscription.expires_at',
      'a time later than the one from which the purchase is effective',
      expires,
    );
  },
  survey: (draft) => {
    const fixed = draft['survey'] === 'nps';
    draft['scale_min'] ??= fixed ? 0 : 1;
    draft['scale_max'] ??= 10;
    const least = draft['scale_min'] as number;
    const most = draft['scale_max'] as number;
    if (fixed && least !== 0) return invalid('scale_min', '0, as nps is asked from 0 to 10', least);
    if (fixed && most !== 10) return invalid('scale_max', '10, as nps is asked from 0 to 10', most);
    if (least >= most) return invalid('scale_max', `an integer above scale_min, which is ${least}`, most);
    const score = draft['score'] as number;
    return score >= least && score <= most
      ? null
      : invalid('score', `an integer from ${least} to ${most}, the scale`, score);
  },
};
