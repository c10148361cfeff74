import { Card } from '../../parts/Card.tsx';
import { MovementTable } from '../mrr/MovementTable.tsx';
import { usePickedMonth } from './month.ts';

/** Who went, newest first. */
export const Left = () => {
  const { period } = usePickedMonth();
  return (
    <Card title="Who left" note={period.name} className="table high">
      <MovementTable query={{ from: period.from, to: period.to, type: 'churn' }} />
    </Card>
  );
};
