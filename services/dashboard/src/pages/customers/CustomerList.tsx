import { Card } from '../../parts/Card.tsx';
import { MovementTable } from '../mrr/MovementTable.tsx';
import { CustomerSearch } from './CustomerSearch.tsx';

export const CustomerList = () => (
  <>
    <div className="controls">
      <CustomerSearch />
    </div>
    <Card title="Who moved last" className="table">
      <MovementTable query={{}} />
    </Card>
  </>
);
