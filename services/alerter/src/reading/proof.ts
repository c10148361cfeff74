import { recordsSince } from '@tidemark/clickhouse';
import type { AlertEvent, Firing } from '@tidemark/core';
import { isGrouped } from './days.ts';
import { firstRecord } from './firstRecord.ts';
import { findGroupCrossing, isGroupDisproved } from './groupProof.ts';
import type { Crossing, Question, Reader } from './question.ts';
import { findTimelineCrossing, isTimelineDisproved } from './timelineProof.ts';
import type { View } from './view.ts';

/** Whether history, too, has the value past the threshold, and the `time` of the event that made it so. */
export const findCrossing = (context: Reader, view: View, question: Question): Promise<Crossing> =>
  (isGrouped(question.watch) ? findGroupCrossing : findTimelineCrossing)(context, view, question);

/**
 * Whether the facts with `time` up to that of the event that made a rule cross, as known then, are not past the threshold:
 * then the value never crossed, and the alert is withdrawn. What customers did later is left out.
 */
export const isDisproved = (
  context: Reader,
  view: View,
  question: Question,
  event_time: number,
): Promise<boolean> =>
  (isGrouped(question.watch) ? isGroupDisproved : isTimelineDisproved)(context, view, question, event_time);

/**
 * The record that disproved a firing: of those that came since and touch what had happened up to its crossing, in their order,
 * the one with which the firing is first disproved; null where none is found (settings were changed).
 */
export const findDisprover = async (
  context: Reader,
  view: View,
  question: Question,
  firing: Pick<Firing, 'known_before'> & { readonly event_time: number },
): Promise<AlertEvent | null> => {
  const { tenant } = view;
  const { event_time, known_before } = firing;
  const query = { tenant, knownBefore: question.knownBefore };
  const records = await recordsSince(context.clickhouse, query, known_before, event_time);
  return firstRecord(records, (knownBefore) =>
    isDisproved(context, view, { ...question, knownBefore }, event_time),
  );
};
