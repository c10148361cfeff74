import type { AlertEntry, AlertState } from '@tidemark/core';
import type { Context } from '../context.ts';
import { judgeMetric } from '../evaluation/look.ts';
import { messageOf } from '../evaluation/message.ts';
import { messageId } from '../evaluation/record.ts';
import type { SettledReading } from '../reading/settled.ts';
import type { View } from '../reading/view.ts';
import { type Found, shownBy } from './find.ts';
import type { Span } from './past.ts';

/** The entry of a crossing that is known late, after a state; where the rule stands it leaves as it is. */
export const lateEntry = async (
  context: Context,
  view: View,
  found: Found,
  span: Span,
  settled: SettledReading,
  before: AlertState,
): Promise<AlertEntry> => {
  const { stored, group, crossing, sums, day } = found;
  const { tenant, id: alert, rule } = stored;
  const judged = judgeMetric(rule.watch, sums, view.settings);
  const event = await shownBy(context, view, found, span);
  const at = view.now;
  const isMuted = rule.mute_until !== null && at < rule.mute_until;
  const message =
    !rule.tell_late || isMuted
      ? null
      : await messageOf(context, view, {
          id: messageId(tenant, { alert, group }, String(crossing.from), 'late'),
          stored,
          group,
          kind: 'late',
          at,
          told: judged.told,
          value: judged.value,
          since: crossing.from,
          until: crossing.to,
          lasted: null,
          before: null,
          event,
          data_through: settled.data_through,
          day,
          knownBefore: span.knownBefore,
        });
  return {
    tenant,
    alert,
    group,
    version: before.version + 1,
    at,
    from: before.status,
    to: before.status,
    cause: 'late',
    told: judged.told,
    data_through: settled.data_through,
    event,
    late: { from: crossing.from, to: crossing.to },
    message,
    state: { ...before, version: before.version + 1 },
  };
};
