import { useTenant } from '../../answers/tenant.ts';
import { Facts } from '../../parts/metric/Facts.tsx';
import { MetricDialog } from '../../parts/metric/MetricDialog.tsx';
import { Tile } from '../../parts/metric/Tile.tsx';
import { Feed } from './Feed.tsx';
import { FiringNow } from './FiringNow.tsx';
import { FACTS, TILES } from './numbers.ts';
import { Pipeline } from './Pipeline.tsx';
import { YearBridge } from './YearBridge.tsx';

const Overview = () => {
  const { timeZone } = useTenant();
  return (
    <>
      <div className="tiles">
        {TILES.map((spec) => (
          <Tile key={spec.id} spec={spec} />
        ))}
      </div>
      <Facts facts={FACTS} />
      <div className="columns">
        <YearBridge />
        <div className="side">
          <FiringNow />
          <Pipeline />
          <Feed />
        </div>
      </div>
      <p className="foot quiet small">
        Amounts are rounded for display; the <a href="/docs">API</a> answers in minor units with up to three
        decimals. Days are those of {timeZone}. Press a number’s name to see what it is made of.
      </p>
      <MetricDialog />
    </>
  );
};

export default Overview;
