import { useStatus } from '../../answers/useStatus.ts';
import { Card } from '../../parts/Card.tsx';
import { count, decimal, NONE } from '../../words/numbers.ts';
import { Partitions } from '../system/Partitions.tsx';
import { STAGES } from '../system/stages.ts';
import { useRate } from '../system/useRate.ts';

/** How far the events of the instance are, in short. */
export const Pipeline = () => {
  const { data, isOld } = useStatus();
  const rate = useRate(data?.accepted);
  return (
    <Card
      title="Pipeline"
      note="whole instance"
      tools={<span className="quiet digits">{rate === null ? '' : `${decimal(rate, 1)} events/s`}</span>}
      isOld={isOld}
    >
      <ol className={`stages${data?.settled === false ? ' behind' : ''}`}>
        {STAGES.map(({ id, label, title }) => (
          <li key={id} title={title} className={`stage-${id}`}>
            <span className="quiet small">{label}</span>
            <span className="digits stage-value">{data === undefined ? NONE : count(data[id])}</span>
          </li>
        ))}
      </ol>
      <Partitions partitions={data?.partitions ?? []} />
      <p className="quiet digits small oddities">
        {data === undefined
          ? NONE
          : `${count(data.duplicates)} duplicates · ${count(data.conflicts)} conflicts · ${count(data.dead_letters)} dead letters`}
      </p>
    </Card>
  );
};
