import { inWindow, type Metric, share, sumOf, termName, total } from './metric.ts';
import { ratio, whole } from './quantity.ts';
import { WINDOWS as windows } from './window.ts';

const nps = '`survey` of kind `nps`';
const responses = inWindow('nps_responses');
const promoters = inWindow('nps_promoters');
const detractors = inWindow('nps_detractors');
/** Effort is kept in millionths. */
const MILLIONTHS = 1_000_000n;
const LATEST = 'latest answer of each respondent within the window';

export const SATISFACTION_METRICS: readonly Metric[] = [
  share(
    {
      id: 'nps',
      name: 'Net promoter score',
      example: { story: 'recommending', value: '10' },
      unit: 'points',
      formula: `100 × (promoters, 9–10, − detractors, 0–6) ÷ answers; only the ${LATEST}`,
      numerator: 'promoters less detractors',
      denominator: 'respondents',
      windows,
      source: nps,
    },
    [
      [1n, promoters],
      [-1n, detractors],
    ],
    [[1n, responses]],
    { scale: 100n },
  ),
  total(
    {
      id: 'nps_responses',
      name: 'NPS responses',
      example: { story: 'recommending', value: '10' },
      unit: 'count',
      formula: `answers behind the net promoter score: the ${LATEST}`,
      numerator: 'respondents',
      windows,
      source: nps,
    },
    [[1n, responses]],
  ),
  {
    id: 'nps_standard_error',
    name: 'NPS standard error',
    example: { story: 'recommending', value: '22.135943621178654' },
    unit: 'points',
    category: 'outcome',
    formula:
      '100 × √((p + d − (p − d)²) ÷ n); p and d are the shares of promoters and detractors, n the answers',
    numerator: 'n · (promoters + detractors) − (promoters − detractors)²',
    denominator: 'n³',
    windows,
    source: nps,
    terms: (span) => [promoters, detractors, responses].map((term) => termName(term, span)),
    evaluate: (sums, span) => {
      const n = sumOf([[1n, responses]], sums, span);
      const p = sumOf([[1n, promoters]], sums, span);
      const d = sumOf([[1n, detractors]], sums, span);
      const numerator = n * (p + d) - (p - d) ** 2n;
      const denominator = n ** 3n;
      return {
        value: ratio(10_000n * numerator, denominator),
        numerator: whole(numerator),
        denominator: whole(denominator),
        root: true,
      };
    },
  },
  share(
    {
      id: 'csat',
      name: 'Customer satisfaction',
      example: { story: 'answers', value: '0.6' },
      unit: 'ratio',
      formula:
        'answers above the middle of their scale (6–10 of 1–10, 4–5 of 1–5) ÷ answers within the window; every answer counts',
      numerator: 'answers above the middle of their scale',
      denominator: 'answers',
      windows,
      source: '`survey` of kind `csat`',
      filters: ['touchpoint'],
    },
    [[1n, inWindow('csat_satisfied')]],
    [[1n, inWindow('csat_responses')]],
  ),
  share(
    {
      id: 'ces',
      name: 'Customer effort score',
      example: { story: 'answers', value: '4.642857' },
      unit: 'score',
      formula:
        'mean of 1 + 9 × (score − least) ÷ (most − least) of the answers within the window, each rounded half to even to a millionth; every answer counts',
      numerator: 'answers, each on a scale from 1 to 10',
      denominator: 'answers',
      windows,
      source: '`survey` of kind `ces`',
    },
    [[1n, inWindow('ces_effort')]],
    [[1n, inWindow('ces_responses')]],
    { per: MILLIONTHS, perBelow: 1n },
  ),
];
