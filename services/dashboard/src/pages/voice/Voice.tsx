import { KnownTiles } from '../../parts/metric/KnownTiles.tsx';
import { LinesCard } from '../../parts/metric/LinesCard.tsx';
import { MetricDialog } from '../../parts/metric/MetricDialog.tsx';
import type { MetricLine } from '../../parts/metric/MetricLines.tsx';
import type { TileSpec } from '../../parts/metric/Tile.tsx';
import { ByMrr } from './ByMrr.tsx';
import { Distribution } from './Distribution.tsx';
import { Touchpoints } from './Touchpoints.tsx';
import { Verbatims } from './Verbatims.tsx';

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
      <LinesCard
        title="Net promoter score"
        note="by week, with its standard error"
        first={NPS}
        band={ERROR}
        label="NPS over the past year with its standard error"
      />
      <LinesCard
        title="Satisfied"
        note="above the middle of the scale, by week"
        first={CSAT}
        label="CSAT over the past year"
      />
    </div>
    <div className="pair even">
      <Distribution />
      <div className="stack">
        <ByMrr />
        <Touchpoints />
      </div>
    </div>
    <Verbatims />
    <MetricDialog />
  </>
);

export default Voice;
