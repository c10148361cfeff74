import { KnownTiles } from '../../parts/metric/KnownTiles.tsx';
import { LinesCard } from '../../parts/metric/LinesCard.tsx';
import { MetricDialog } from '../../parts/metric/MetricDialog.tsx';
import type { MetricLine } from '../../parts/metric/MetricLines.tsx';
import type { TileSpec } from '../../parts/metric/Tile.tsx';
import { RevenueChart } from './RevenueChart.tsx';

const TILES: readonly TileSpec[] = [
  { id: 'revenue', label: 'Revenue billed', short: 'Revenue' },
  { id: 'orders', label: 'Orders' },
  { id: 'repeat_purchase_rate', label: 'Repeat buyers', parts: 'count' },
  { id: 'loyal_customer_rate', label: 'Loyal buyers', parts: 'count' },
  { id: 'time_between_purchases', label: 'Days between purchases', short: 'Days between' },
  { id: 'arpc', label: 'Revenue per customer', short: 'ARPC' },
  { id: 'clv', label: 'Customer lifetime value', short: 'CLV' },
  { id: 'existing_revenue_share', label: 'Existing customers', short: 'Existing', parts: 'money' },
];

const ARPC: MetricLine = { id: 'arpc', name: 'Revenue per customer', colour: 'accent' };
const REPEAT: MetricLine = { id: 'repeat_purchase_rate', name: 'Bought twice or more', colour: 'accent' };
const LOYAL: MetricLine = { id: 'loyal_customer_rate', name: 'Loyal', colour: 'accent-2' };

const Purchases = () => (
  <>
    <KnownTiles tiles={TILES} />
    <RevenueChart />
    <div className="pair even">
      <LinesCard
        title="Revenue per customer"
        note="by week, over the window"
        first={ARPC}
        label="Revenue per customer over the past year"
      />
      <LinesCard
        title="Repeat and loyal buyers"
        note="share of buyers, by week"
        first={REPEAT}
        second={LOYAL}
        label="Repeat and loyal buyers over the past year"
      />
    </div>
    <MetricDialog />
  </>
);

export default Purchases;
