import { daysOf, WINDOWS } from '../metrics/window.ts';
import { divideHalfEven } from '../money/monthly.ts';
import type { SurveyFact } from '../timeline/fact.ts';
import { eachFact, type TermFamily } from './family.ts';
import { addToWindows } from './sink.ts';
import { termOf } from './termOf.ts';

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
export const answers: TermFamily = {
  name: 'answers',
  reads: new Set(['survey']),
  change: eachFact((facts, { calendar }, sign, changes) => {
    for (const fact of facts) {
      if (fact.type !== 'survey' || fact.survey === 'nps') continue;
      const day = calendar.dayOf(fact.time);
      for (const window of WINDOWS) {
        const end = day + daysOf(window);
        changes.addBetween(termOf(`${fact.survey}_responses`, window), day, end, sign);
        if (fact.survey === 'ces')
          changes.addBetween(termOf('ces_effort', window), day, end, sign * effortMillionths(fact));
        else if (isSatisfied(fact)) changes.addBetween(termOf('csat_satisfied', window), day, end, sign);
      }
    }
  }),
  atEnd: {
    isEnough: () => true,
    add: (_, fact, { calendar }, sink) => {
      if (fact.type !== 'survey' || fact.survey === 'nps') return;
      const day = calendar.dayOf(fact.time);
      addToWindows(sink, `${fact.survey}_responses`, day, 1);
      if (fact.survey === 'ces') addToWindows(sink, 'ces_effort', day, effortMillionths(fact));
      else if (isSatisfied(fact)) addToWindows(sink, 'csat_satisfied', day, 1);
    },
  },
};
