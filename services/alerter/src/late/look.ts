import { touchedSince } from '@tidemark/clickhouse';
import { isBrokenDown, type Place, placeName, type StoredRule, startState, subjectOf } from '@tidemark/core';
import type { Context } from '../context.ts';
import { record } from '../evaluation/record.ts';
import type { States } from '../evaluation/states.ts';
import { awaitStored, type SettledReading } from '../reading/settled.ts';
import type { View } from '../reading/view.ts';
import { findLate } from './find.ts';
import { isMetric } from './past.ts';
import { lateEntry } from './tell.ts';

const DAY = 86_400_000;
/** Days that are looked at again. */
const LOOKED_BACK = 366;

/**
 * Looks at what came late: where a day that is over is past a threshold as known now, and was not as known before, each such crossing
 * makes an entry, and a message where the rule wants one. At the ends of days, and since the rule watches what it does. What was
 * told is not told again, so it is no harm to look at the same events twice.
 *
 * A change of `renewal_grace` moves the past without any event, as known before it and after: what it moves is not told as late, nor is
 * what came between the last look and the change.
 */
export const lookAtLate = async (
  context: Context,
  view: View,
  rules: readonly StoredRule[],
  states: States,
  settled: SettledReading,
): Promise<void> => {
  const { tenant, calendar, today } = view;
  const { knownBefore } = settled;
  const mark = (await context.states.lateMark(tenant)) ?? view.now - DAY;
  if (mark >= knownBefore) return;
  const { ledger_version, ledger_changed_at } = view.stored;
  if (ledger_version > 0 && mark <= ledger_changed_at) {
    await context.states.markLate(tenant, knownBefore);
    return;
  }
  await awaitStored(context, settled);
  const touched = await touchedSince(context.clickhouse, { tenant, knownBefore }, mark);
  const late = touched !== null && touched < calendar.startOf(today);
  for (const stored of late ? rules.filter(isMetric) : []) {
    const main = states.get(stored.id);
    if (main === undefined) continue;
    const first = Math.max(calendar.dayOf(Math.max(touched!, main.watched_since)), today - LOOKED_BACK);
    const days = Array.from({ length: Math.max(0, today - first) }, (_, index) => first + index);
    if (days.length === 0) continue;
    const span = { days, mark, knownBefore };
    const latest = new Map(await context.states.read(tenant));
    for (const found of await findLate(context, view, stored, span)) {
      const place: Place = { alert: stored.id, group: found.group };
      if (isBrokenDown(stored.rule) === (found.group === null)) continue;
      const name = placeName(place);
      const before = latest.get(name) ?? startState(subjectOf(stored.rule), view.now);
      await context.states.keep(tenant, place, before);
      const entry = await lateEntry(context, view, found, span, settled, before);
      // Another was quicker: it is looked at again.
      if (!(await context.states.move(before, entry))) return;
      context.counters.count('changes');
      await record(context, entry);
      latest.set(name, entry.state);
    }
  }
  await context.states.markLate(tenant, knownBefore);
};
