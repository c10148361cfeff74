import type { Books } from './books.ts';
import type { Survey } from './events.ts';
import { type Fraction, fraction, over, plus, roundHalfEven, times } from './fraction.ts';
import { type Span, within } from './span.ts';

const answersOf = ({ customers }: Books, survey: Survey['survey'], span: Span): readonly Survey[] =>
  customers.flatMap(({ standing }) =>
    standing.surveys.filter((answer) => answer.survey === survey && within(answer.time, span)),
  );

/** Only the latest answer of each respondent of each customer; answers are in order of `(time, id)`. */
const latestOfEach = (answers: readonly Survey[]): readonly Survey[] => {
  const latest = new Map<string, Survey>();
  for (const answer of answers)
    latest.set(JSON.stringify([answer.customer, answer.respondent ?? answer.customer]), answer);
  return [...latest.values()];
};

export interface Promoters {
  readonly score: Fraction | null;
  readonly responses: number;
  /** The square of the standard error: the error itself is seldom a fraction. */
  readonly squaredError: Fraction | null;
}

export const netPromoters = (books: Books, span: Span): Promoters => {
  const answers = latestOfEach(answersOf(books, 'nps', span));
  const n = BigInt(answers.length);
  const promoters = BigInt(answers.filter(({ score }) => score >= 9).length);
  const detractors = BigInt(answers.filter(({ score }) => score <= 6).length);
  if (n === 0n) return { score: null, responses: 0, squaredError: null };
  const [p, d] = [fraction(promoters, n), fraction(detractors, n)];
  const difference = fraction(promoters - detractors, n);
  const spread = plus(plus(p, d), times(fraction(-1), times(difference, difference)));
  return {
    score: times(fraction(100), difference),
    responses: answers.length,
    squaredError: times(fraction(10_000), over(spread, fraction(n))!),
  };
};

const scaleOf = ({ scale_min = 1, scale_max = 10 }: Survey) => ({ least: scale_min, most: scale_max });

/** Of every answer; with a touchpoint, of the answers given there. */
export const satisfaction = (books: Books, span: Span, touchpoint?: string): Fraction | null => {
  const answers = answersOf(books, 'csat', span).filter(
    (answer) => touchpoint === undefined || answer.touchpoint === touchpoint,
  );
  const satisfied = answers.filter((answer) => {
    const { least, most } = scaleOf(answer);
    return 2n * BigInt(answer.score) > BigInt(least) + BigInt(most);
  });
  return over(fraction(satisfied.length), fraction(answers.length));
};

export const effort = (books: Books, span: Span): Fraction | null => {
  const scores = answersOf(books, 'ces', span).map((answer) => {
    const { least, most } = scaleOf(answer);
    const exact = plus(
      fraction(1),
      fraction(9n * (BigInt(answer.score) - BigInt(least)), BigInt(most) - BigInt(least)),
    );
    return fraction(roundHalfEven(times(exact, fraction(1_000_000))), 1_000_000);
  });
  return over(scores.reduce(plus, fraction(0)), fraction(scores.length));
};
