import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { useWindow } from '../../answers/useLive.ts';
import { Card } from '../../parts/Card.tsx';
import { ExportTools } from '../../parts/ExportTools.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { csvOf } from '../../words/csv.ts';
import { count, decimal, percent } from '../../words/numbers.ts';
import { windowStart } from './window.ts';

type Survey = 'nps' | 'csat' | 'ces';
interface Row {
  readonly touchpoint: string;
  readonly survey: Survey;
  readonly answers: number;
  readonly value: number;
}

const SURVEYS: readonly Survey[] = ['nps', 'csat', 'ces'];
const NAMES = { nps: 'NPS', csat: 'CSAT', ces: 'CES' };
const WRITE: Readonly<Record<Survey, (value: number) => string>> = {
  nps: (value) => decimal(value, 1),
  csat: (value) => percent(value),
  ces: (value) => decimal(value, 2),
};

const Cells = ({ row }: { readonly row: Row | undefined }) => (
  <>
    <td className="strong">
      {row === undefined ? <span className="quiet">·</span> : WRITE[row.survey](row.value)}
    </td>
    <td className="quiet">{row === undefined ? '' : count(row.answers)}</td>
  </>
);

/** What was answered where, over every answer of the window. */
export const Touchpoints = () => {
  const [window] = useWindow();
  const { today } = useTenant();
  const { data, isOld, error } = useAnswer<{ readonly touchpoints: readonly Row[] }>(
    '/v1/surveys/touchpoints',
    {
      from: windowStart(today, window),
    },
  );
  const rows = data?.touchpoints ?? [];
  const places = [...Map.groupBy(rows, ({ touchpoint }) => touchpoint)];
  const csv = () =>
    csvOf([
      ['touchpoint', 'survey', 'answers', 'value'],
      ...rows.map(({ touchpoint, survey, answers, value }) => [touchpoint, survey, answers, value]),
    ]);
  return (
    <Card
      title="By touchpoint"
      note="every answer in the window"
      className="table"
      isOld={isOld}
      error={error}
      tools={<ExportTools name="touchpoints" csv={csv} />}
    >
      {data === undefined && error === null ? <SkeletonLines count={4} /> : null}
      {data !== undefined && places.length === 0 ? (
        <p className="card-empty quiet">Nobody answered in this window.</p>
      ) : null}
      {places.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        <section className="scroll" aria-label="Scores by touchpoint" tabIndex={0}>
          <table className="dense">
            <thead>
              <tr>
                <th scope="col">Answered at</th>
                {SURVEYS.map((survey) => (
                  <th key={survey} scope="colgroup" colSpan={2}>
                    {`${NAMES[survey]}, answers`}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {places.map(([touchpoint, of]) => (
                <tr key={touchpoint}>
                  <th scope="row">
                    {touchpoint === '' ? <span className="quiet">none given</span> : touchpoint}
                  </th>
                  {SURVEYS.map((survey) => (
                    <Cells key={survey} row={of.find((row) => row.survey === survey)} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  );
};
