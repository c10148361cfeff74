import { FilterChoice } from '../../parts/FilterChoice.tsx';
import { KnownTiles } from '../../parts/metric/KnownTiles.tsx';
import { LinesCard } from '../../parts/metric/LinesCard.tsx';
import { MetricDialog } from '../../parts/metric/MetricDialog.tsx';
import type { MetricLine } from '../../parts/metric/MetricLines.tsx';
import type { TileSpec } from '../../parts/metric/Tile.tsx';
import { Cohorts } from './Cohorts.tsx';
import { GroupHeat } from './GroupHeat.tsx';
import { Left } from './Left.tsx';
import { Reasons } from './Reasons.tsx';

const TILES: readonly TileSpec[] = [
  { id: 'customer_churn_rate', label: 'Customer churn', short: 'Churn', parts: 'count' },
  { id: 'revenue_churn_rate', label: 'Revenue churn', parts: 'money' },
  { id: 'grr', label: 'Gross revenue retention', short: 'GRR', parts: 'money' },
  { id: 'nrr', label: 'Net revenue retention', short: 'NRR', parts: 'money' },
];

const NRR: MetricLine = { id: 'nrr', name: 'Net', colour: 'accent' };
const GRR: MetricLine = { id: 'grr', name: 'Gross', colour: 'accent-2' };
const CUSTOMERS: MetricLine = { id: 'customer_churn_rate', name: 'Customers', colour: 'loss' };
const REVENUE: MetricLine = { id: 'revenue_churn_rate', name: 'Revenue', colour: 'loss-2' };

const Retention = () => (
  <>
    <div className="controls">
      <FilterChoice />
    </div>
    <KnownTiles tiles={TILES} />
    <div className="pair even">
      <LinesCard
        title="Churn"
        note="by week, over the window"
        first={CUSTOMERS}
        second={REVENUE}
        label="Churn of customers and of revenue over the past year"
      />
      <LinesCard
        title="Revenue retention"
        note="by week, over the window"
        first={NRR}
        second={GRR}
        label="Net and gross revenue retention over the past year"
      />
    </div>
    <GroupHeat />
    <div className="pair even">
      <Reasons />
      <Left />
    </div>
    <Cohorts />
    <MetricDialog />
  </>
);

export default Retention;
