import { type BridgeRow, MOVEMENTS, type MovementType } from '../../answers/shapes.ts';
import { Card } from '../../parts/Card.tsx';
import { Link } from '../../url/Link.tsx';
import { MOVEMENT_NAMES } from '../../words/movements.ts';
import { count } from '../../words/numbers.ts';
import { dateOf, type Interval, periodText } from '../../words/times.ts';
import { MovementTable } from './MovementTable.tsx';

interface Props {
  /** `2026-07-01:churn`, out of the address. */
  readonly picked: string | null;
  readonly rows: readonly BridgeRow[];
  readonly interval: Interval;
  readonly onClose: () => void;
}

/** The movements behind one piece of a bar. */
export const Picked = ({ picked, rows, interval, onClose }: Props) => {
  if (picked === null) return null;
  const [start, name] = picked.split(':');
  const row = rows.find((each) => dateOf(each.start) === start);
  const type: MovementType | undefined = MOVEMENTS.find((known) => known === name);
  if (row === undefined || type === undefined) return null;
  return (
    <Card
      title={`${MOVEMENT_NAMES[type]}, ${periodText(row.start, interval)}`}
      note={`${count(row.customers[type])} movements`}
      className="table"
      tools={
        <span className="tools">
          {type === 'churn' && interval === 'month' ? (
            <Link to="/retention" parameters={{ month: start!.slice(0, 7) }} className="button slight">
              Why they left
            </Link>
          ) : null}
          <button type="button" className="button slight" onClick={onClose}>
            Close
          </button>
        </span>
      }
    >
      <MovementTable query={{ from: row.start, to: row.end, type }} />
    </Card>
  );
};
