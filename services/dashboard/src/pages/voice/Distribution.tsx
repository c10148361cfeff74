import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { useWindow } from '../../answers/useLive.ts';
import { Bar } from '../../parts/Bar.tsx';
import { Card } from '../../parts/Card.tsx';
import { ExportTools } from '../../parts/ExportTools.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { csvOf } from '../../words/csv.ts';
import { count, percent } from '../../words/numbers.ts';
import { windowStart } from './window.ts';

interface Answered {
  readonly scores: readonly { readonly score: number; readonly answers: number }[];
}

const SCORES = Array.from({ length: 11 }, (_, index) => 10 - index);
const PROMOTER = 9;
const PASSIVE = 7;
const colourOf = (score: number) => (score >= PROMOTER ? 'accent' : score >= PASSIVE ? 'accent-3' : 'loss');
const nameOf = (score: number): string =>
  score === 10 ? '10 promoters' : score === 8 ? '8 passives' : score === 6 ? '6 detractors' : String(score);

/** How often each score was given in the window. */
export const Distribution = () => {
  const [window] = useWindow();
  const { today } = useTenant();
  const { data, isOld, error } = useAnswer<Answered>('/v1/surveys/distribution', {
    survey: 'nps',
    from: windowStart(today, window),
  });
  const scores = new Map((data?.scores ?? []).map(({ score, answers }) => [score, answers]));
  const all = [...scores.values()].reduce((sum, answers) => sum + answers, 0);
  const most = Math.max(1, ...scores.values());
  const csv = () => csvOf([['score', 'answers'], ...SCORES.map((score) => [score, scores.get(score) ?? 0])]);
  return (
    <Card
      title="Scores given"
      note={data === undefined ? undefined : `${count(all)} answers in the window`}
      isOld={isOld}
      error={error}
      tools={<ExportTools name="nps-scores" csv={csv} />}
    >
      {data === undefined ? (
        <SkeletonLines count={11} />
      ) : (
        <ul className="bars tight digits">
          {SCORES.map((score) => (
            <li key={score}>
              <span className="bar-name">{nameOf(score)}</span>
              <Bar share={(scores.get(score) ?? 0) / most} colour={colourOf(score)} />
              <span>{count(scores.get(score) ?? 0)}</span>
              <span className="quiet">{percent(all === 0 ? 0 : (scores.get(score) ?? 0) / all, 0)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
};
