import type { Bridge } from '../../answers/shapes.ts';
import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { Card } from '../../parts/Card.tsx';
import { BridgeChart, BridgeLegend } from '../../parts/charts/BridgeChart.tsx';
import { go, pageAddress, useAddress } from '../../url/address.ts';
import { dateOf, shiftMonth } from '../../words/times.ts';
import { BridgeTable } from '../mrr/BridgeTable.tsx';

const MONTHS = 12;

/** The bridge of the last twelve months; a bar leads to the customers behind it. */
export const YearBridge = () => {
  const { today } = useTenant();
  const address = useAddress();
  const { data, isOld, error } = useAnswer<Bridge>('/v1/mrr/bridge', { from: shiftMonth(today, 1 - MONTHS) });
  const rows = data?.rows ?? [];
  const currency = data?.currency ?? null;
  const pick = (index: number, type: string) =>
    go(pageAddress(address, '/mrr', { pick: `${dateOf(rows[index]!.start)}:${type}` }));
  return (
    <Card
      title="MRR bridge"
      note="12 months"
      tools={<BridgeLegend />}
      isOld={isOld}
      error={error}
      className="bridge"
    >
      <BridgeChart
        rows={rows}
        currency={currency}
        interval="month"
        onPick={pick}
        isWaiting={data === undefined}
      />
      <BridgeTable rows={rows} currency={currency} interval="month" expected={MONTHS} onPick={pick} isShort />
    </Card>
  );
};
