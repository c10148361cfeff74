import type { Point } from '../../answers/shapes.ts';

export interface GroupSeries {
  /** Empty: those without a value; null: all the others together. */
  readonly group: string | null;
  readonly folded?: number;
  readonly points: readonly Point[];
}

export interface Highest {
  readonly group: string;
  readonly month: string;
  readonly point: Point;
}

/** Fewer say little: one who leaves of three is a third. */
const FEWEST = 20;

export const groupName = ({
  group,
  folded,
}: {
  readonly group: string | null;
  readonly folded?: number;
}): string => {
  if (group === null) return `${folded ?? ''} others`.trim();
  return group === '' ? 'none given' : group;
};

/** The cell that stands out most, of those that say something. */
export const highestOf = (groups: readonly GroupSeries[]): Highest | null => {
  const cells = groups.flatMap((each) =>
    each.points
      .filter(({ denominator, value }) => value !== null && value > 0 && (denominator ?? 0) >= FEWEST)
      .map((point) => ({ group: groupName(each), month: (point.start ?? '').slice(0, 7), point })),
  );
  return cells.reduce<Highest | null>(
    (best, cell) => (best === null || cell.point.value! > best.point.value! ? cell : best),
    null,
  );
};
