import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ROLLING_DAYS, ROLLING_WINDOWS } from '../metrics/window.ts';
import type { PurchaseFact, ReturnFact, SurveyFact } from '../timeline/fact.ts';
import { standingFacts } from '../timeline/state.ts';
import { anyDefinitions, anyStream, LAST_DAY } from './arbitrary.ts';
import { fold, valueAt } from './fold.ts';
import { law } from './runs.ts';

const someDay = fc.integer({ min: 0, max: LAST_DAY + 400 });

law(
  'terms of answers equal a plain count over the window, on any day',
  [anyStream, anyDefinitions, someDay],
  (events, definitions, day) => {
    const { state, terms } = fold(events, definitions);
    const { dayOf } = definitions.calendar;
    const answers = standingFacts(state).filter((fact): fact is SurveyFact => fact.type === 'survey');
    for (const window of ROLLING_WINDOWS) {
      const value = (term: string) => Number(valueAt(terms, `${term}.${window}`, day));
      const given = answers.filter(
        ({ time }) => dayOf(time) > day - ROLLING_DAYS[window] && dayOf(time) <= day,
      );
      const of = (survey: string) => given.filter((answer) => answer.survey === survey);
      // Facts are in order, so the last of a respondent stays.
      const scores = [
        ...new Map(of('nps').map(({ respondent, score }) => [respondent ?? 'the customer', score])).values(),
      ];
      assert.deepEqual(
        [value('nps_responses'), value('nps_promoters'), value('nps_detractors')],
        [
          scores.length,
          scores.filter((score) => score > 8).length,
          scores.filter((score) => score < 7).length,
        ],
      );
      const happy = of('csat').filter(
        ({ score, scale_min, scale_max }) => score - scale_min > scale_max - score,
      );
      assert.deepEqual([value('csat_responses'), value('csat_satisfied')], [of('csat').length, happy.length]);
      const efforts = of('ces').map(({ score, scale_min, scale_max }) =>
        // No scale here has a half at the sixth place.
        Math.round(1e6 * (1 + (9 * (score - scale_min)) / (scale_max - scale_min))),
      );
      assert.deepEqual(
        [value('ces_responses'), value('ces_effort')],
        [efforts.length, efforts.reduce((sum, effort) => sum + effort, 0)],
      );
    }
  },
  150,
);

law(
  'orders and what was paid outside subscriptions equal a plain count over the window, on any day',
  [anyStream, anyDefinitions, someDay],
  (events, definitions, day) => {
    const { state, terms } = fold(events, definitions);
    const { dayOf } = definitions.calendar;
    const facts = standingFacts(state);
    const purchases = facts.filter((fact): fact is PurchaseFact => fact.type === 'purchase');
    const singles = purchases.filter(({ subscription }) => subscription === null);
    const returns = facts.filter((fact): fact is ReturnFact => fact.type === 'return');
    const theirs = returns.filter(({ order }) => singles.some((single) => single.order === order));
    for (const window of ROLLING_WINDOWS) {
      const within = ({ time }: { time: number }) =>
        dayOf(time) > day - ROLLING_DAYS[window] && dayOf(time) <= day;
      const value = (term: string) => Number(valueAt(terms, `${term}.${window}`, day));
      const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
      assert.equal(
        value('orders'),
        purchases.filter(within).filter(({ subscription, charged }) => !subscription || charged !== 0).length,
      );
      assert.equal(
        value('non_recurring'),
        sum(singles.filter(within).map(({ charged }) => charged)) -
          sum(theirs.filter(within).map(({ amount }) => amount)),
      );
    }
  },
  150,
);
