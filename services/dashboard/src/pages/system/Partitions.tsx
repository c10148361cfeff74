import type { Partition } from '../../answers/shapes.ts';
import { count } from '../../words/numbers.ts';

/** A cell a partition: whether it has events, and whether some are on their way. */
export const Partitions = ({ partitions }: { readonly partitions: readonly Partition[] }) => (
  <div className="partitions">
    {partitions.map(({ partition, accepted, pending }) => (
      <i
        key={partition}
        className={pending > 0 ? 'behind' : accepted > 0 ? 'through' : ''}
        title={`Partition ${partition}: ${count(accepted)} accepted, ${count(pending)} pending`}
      />
    ))}
  </div>
);
