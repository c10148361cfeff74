import type { Score } from '../../answers/customer.ts';
import { dateOf, fullDate } from '../../words/times.ts';

/** The newest answer to each kind of survey at each touchpoint. */
export const Scores = ({ scores }: { readonly scores: readonly Score[] }) => {
  if (scores.length === 0) return <p className="card-empty quiet">No answers to surveys so far.</p>;
  return (
    <ul className="entries digits">
      {scores
        .toSorted((left, right) => (left.time < right.time ? 1 : -1))
        .map(({ survey, score, scale_max, touchpoint, time }) => (
          <li key={`${survey} ${touchpoint}`}>
            <span>{survey.toUpperCase()}</span>
            <span className="quiet small">
              {fullDate(dateOf(time))}
              {touchpoint === null ? '' : ` · ${touchpoint}`}
            </span>
            <span className="amount">{`${score} of ${scale_max}`}</span>
          </li>
        ))}
    </ul>
  );
};
