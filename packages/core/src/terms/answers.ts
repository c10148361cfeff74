import { divideHalfEven } from '../money/monthly.ts';
import type { SurveyFact } from '../timeline/fact.ts';
import { eachAlone } from './family.ts';
import { addToWindows } from './sink.ts';

/** Effort on one scale from 1 to 10, in millionths, rounded half to even (metrics.md, `ces`). */
export const effortMillionths = ({ score, scale_min, scale_max }: SurveyFact): bigint =>
  1_000_000n +
  divideHalfEven(9_000_000n * (BigInt(score) - BigInt(scale_min)), BigInt(scale_max) - BigInt(scale_min));

/** Above the middle of the scale: 6–10 of 1–10, 4–5 of 1–5. */
export const isSatisfied = ({ score, scale_min, scale_max }: SurveyFact): boolean =>
  2n * BigInt(score) > BigInt(scale_min) + BigInt(scale_max);

/**
 * `csat_responses.W`, `csat_satisfied.W`; `ces_responses.W`, `ces_effort.W` (millionths). Every answer counts, on its own day.
 */
export const answers = eachAlone('answers', ['survey'], (fact, { calendar }, sink) => {
  if (fact.survey === 'nps') return;
  const day = calendar.dayOf(fact.time);
  addToWindows(sink, `${fact.survey}_responses`, day, 1);
  if (fact.survey === 'ces') addToWindows(sink, 'ces_effort', day, effortMillionths(fact));
  else if (isSatisfied(fact)) addToWindows(sink, 'csat_satisfied', day, 1);
});
