import { Card } from '../../parts/Card.tsx';
import { KnownTiles } from '../../parts/metric/KnownTiles.tsx';
import { MetricDialog } from '../../parts/metric/MetricDialog.tsx';
import { type MetricLine, MetricLines } from '../../parts/metric/MetricLines.tsx';
import type { TileSpec } from '../../parts/metric/Tile.tsx';

const TILES: readonly TileSpec[] = [
  { id: 'nps', label: 'Net promoter score', short: 'NPS', hasAnswers: true },
  { id: 'csat', label: 'Satisfied (CSAT)', short: 'CSAT', hasAnswers: true },
  { id: 'ces', label: 'Effort (CES)', short: 'CES', hasAnswers: true },
  { id: 'nps_responses', label: 'NPS answers' },
];

const NPS: MetricLine = { id: 'nps', name: 'NPS', colour: 'accent' };
const ERROR = { id: 'nps_standard_error', name: 'Standard error' };
const CSAT: MetricLine = { id: 'csat', name: 'CSAT', colour: 'accent' };

const Voice = () => (
  <>
    <KnownTiles tiles={TILES} />
    <div className="pair even">
      <Card title="Net promoter score" note="by week, with its standard error">
        <MetricLines first={NPS} band={ERROR} label="NPS over the past year with its standard error" />
      </Card>
      <Card title="Satisfied" note="answers above the middle of their scale, by week">
        <MetricLines first={CSAT} label="CSAT over the past year" />
      </Card>
    </div>
    <MetricDialog />
  </>
);

export default Voice;
