import { isBehindHistory, type PartitionControl, type PartitionPosition } from '@tidemark/redis';
import type { Observation } from './observations.ts';

/** How far the live store is in being made anew, in records. */
export interface Rebuilding {
  readonly applied: number;
  readonly of: number;
}

type Position = Pick<PartitionControl, 'partition' | 'next' | 'rebuild_to'>;

/** A store that was just emptied holds no offset yet, though the log has records. */
const isRebuilt = (position: Position, { bounds }: Observation): boolean => {
  const { begin, end } = bounds[position.partition] ?? { begin: 0, end: 0 };
  return position.next === null ? end > begin : isBehindHistory(position);
};

/** null where no partition is being made anew. */
export const rebuildingOf = (positions: readonly Position[], observation: Observation): Rebuilding | null => {
  const open = positions.filter((position) => isRebuilt(position, observation));
  if (open.length === 0) return null;
  const sum = (part: (position: Position) => number): number =>
    open.reduce((total, position) => total + part(position), 0);
  return {
    applied: sum(({ next }) => next ?? 0),
    of: sum(({ partition, rebuild_to }) =>
      rebuild_to === null ? (observation.bounds[partition]?.end ?? 0) : rebuild_to + 1,
    ),
  };
};

/** Why a tenant's sums in the live store are not to be read now: half of them are made anew, or counted by settings from before. */
export interface Half {
  readonly rebuilding: Rebuilding | null;
  readonly recounting: boolean;
}

/** null where the sums are whole, and counted by the settings of now. */
export const halfOf = (
  positions: readonly PartitionPosition[],
  history_version: number,
  observation: Observation,
): Half | null => {
  const rebuilding = rebuildingOf(positions, observation);
  const recounting = positions.some(
    (position) => position.history_version !== null && position.history_version !== history_version,
  );
  return rebuilding === null && !recounting ? null : { rebuilding, recounting };
};
