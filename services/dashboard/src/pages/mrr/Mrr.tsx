import { useRef } from 'react';
import type { Bridge, MovementType } from '../../answers/shapes.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { Card } from '../../parts/Card.tsx';
import { BridgeChart, BridgeLegend } from '../../parts/charts/BridgeChart.tsx';
import type { ChartHandle } from '../../parts/charts/Chart.tsx';
import { ExportTools } from '../../parts/ExportTools.tsx';
import { FilterChoice } from '../../parts/FilterChoice.tsx';
import { Segments } from '../../parts/Segments.tsx';
import { useChoice, useText } from '../../url/address.ts';
import { useWhere } from '../../url/useWhere.ts';
import { dateOf, shiftDate } from '../../words/times.ts';
import { BridgeTable } from './BridgeTable.tsx';
import { bridgeCsv } from './bridgeCsv.ts';
import { GroupBridge } from './GroupBridge.tsx';
import { Picked } from './Picked.tsx';
import { RangeChoice } from './RangeChoice.tsx';
import { Restated, RestatedChoice } from './Restated.tsx';
import { Summary } from './Summary.tsx';
import { useRange } from './useRange.ts';
import { Waterfall } from './Waterfall.tsx';

const BASES = ['events', 'net'] as const;
const BASIS_NAMES = { events: 'Every movement', net: 'Net by customer' };

const Mrr = () => {
  const choice = useRange();
  const { range, interval } = choice;
  const [basis, setBasis] = useChoice('basis', BASES, 'events');
  const [where] = useWhere();
  const [picked, setPicked] = useText('pick');
  const chart = useRef<ChartHandle>(null);
  const query = { from: range.from, to: shiftDate(range.to, 1), interval, basis, where };
  const { data, isOld, error } = useAnswer<Bridge>('/v1/mrr/bridge', query);
  const rows = data?.rows ?? [];
  const currency = data?.currency ?? null;
  const pick = (index: number, type: MovementType) => setPicked(`${dateOf(rows[index]!.start)}:${type}`);
  return (
    <>
      <div className="controls">
        <RangeChoice choice={choice} />
        <Segments legend="Count" values={BASES} labels={BASIS_NAMES} value={basis} onChoose={setBasis} />
        <FilterChoice />
        <RestatedChoice />
      </div>
      <Summary bridge={data} />
      <div className="pair">
        <Card
          title="Movements"
          isOld={isOld}
          error={error}
          tools={
            <span className="tools">
              <BridgeLegend />
              <ExportTools name="mrr-movements" csv={() => bridgeCsv(rows)} chart={chart} />
            </span>
          }
        >
          <BridgeChart
            rows={rows}
            currency={currency}
            interval={interval}
            onPick={pick}
            handle={chart}
            isWaiting={data === undefined}
          />
        </Card>
        <Card title="From opening to closing" isOld={isOld}>
          <Waterfall rows={rows} currency={currency} isWaiting={data === undefined} />
        </Card>
      </div>
      <Picked picked={picked} rows={rows} interval={interval} onClose={() => setPicked(null)} />
      <Restated query={query} interval={interval} />
      <GroupBridge query={query} />
      <Card
        title="By period"
        className="table"
        isOld={isOld}
        tools={<ExportTools name="mrr-by-period" csv={() => bridgeCsv(rows)} />}
      >
        <BridgeTable rows={rows} currency={currency} interval={interval} onPick={pick} />
      </Card>
    </>
  );
};

export default Mrr;
