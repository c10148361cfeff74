import { daysOf, WINDOWS } from '../metrics/window.ts';
import { type Answer, MOST_RESPONDENTS } from '../recent/recent.ts';
import type { SurveyFact } from '../timeline/fact.ts';
import { type TermFamily, wholeTimeline } from './family.ts';
import { addStretch, type TermSink, WINDOW_DAYS } from './sink.ts';
import { termOf } from './termOf.ts';

const PROMOTER = 9;
const DETRACTOR = 6;

/** `sign` times an answer, from `from` on till it leaves the windows. */
const addAnswer = (
  sink: TermSink,
  { day, score }: Pick<Answer, 'day' | 'score'>,
  from: number,
  sign: number,
): void => {
  const add = (term: string) => {
    const windows = sink.windowed(term);
    for (const [index, length] of WINDOW_DAYS.entries())
      addStretch(windows[index]!, from, day + length, sign);
  };
  add('nps_responses');
  if (score >= PROMOTER) add('nps_promoters');
  if (score <= DETRACTOR) add('nps_detractors');
};

/**
 * `nps_responses.W`, `nps_promoters.W`, `nps_detractors.W`: of each respondent only the latest answer in the window counts,
 * so an answer stands from its day until the next answer's day or until it leaves the window.
 */
export const nps: TermFamily = {
  name: 'nps',
  reads: new Set(['survey']),
  change: wholeTimeline((facts, { calendar }, sign, changes) => {
    const byRespondent = Map.groupBy(
      facts.filter((fact): fact is SurveyFact => fact.type === 'survey' && fact.survey === 'nps'),
      (answer) => answer.respondent,
    );
    for (const answers of byRespondent.values()) {
      for (const [index, answer] of answers.entries()) {
        const day = calendar.dayOf(answer.time);
        const next = answers[index + 1];
        const replaced = next === undefined ? Infinity : calendar.dayOf(next.time);
        for (const window of WINDOWS) {
          const end = Math.min(replaced, day + daysOf(window));
          changes.addBetween(termOf('nps_responses', window), day, end, sign);
          if (answer.score >= PROMOTER) changes.addBetween(termOf('nps_promoters', window), day, end, sign);
          if (answer.score <= DETRACTOR) changes.addBetween(termOf('nps_detractors', window), day, end, sign);
        }
      }
    }
  }),
  atEnd: {
    isEnough: ({ answers }, fact) =>
      fact.type === 'survey' &&
      (fact.survey !== 'nps' ||
        (answers !== null &&
          (answers.length < MOST_RESPONDENTS ||
            answers.some(({ respondent }) => respondent === fact.respondent)))),
    add: ({ answers }, fact, { calendar }, sink) => {
      if (fact.type !== 'survey' || fact.survey !== 'nps') return;
      const day = calendar.dayOf(fact.time);
      const replaced = answers!.find(({ respondent }) => respondent === fact.respondent);
      if (replaced !== undefined) addAnswer(sink, replaced, day, -1);
      addAnswer(sink, { day, score: fact.score }, day, 1);
    },
  },
};
