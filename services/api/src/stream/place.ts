import type { LedgerPlace, NewMovement } from '@tidemark/clickhouse';

/** Up to where a stream has been told everything: the `id:` of its messages. */
export interface Place extends LedgerPlace {
  /** Of the feed of alerts. */
  readonly alerts: string;
}

const RADIX = 36;
const PLACE = /^(\d{1,16}-\d{1,10})_([0-9a-z]{1,11})_([0-9a-z]{1,11}(?:\.[0-9a-z]{1,11})*)$/;

export const placeText = ({ alerts, due, offsets }: Place): string =>
  `${alerts}_${due.toString(RADIX)}_${offsets.map((offset) => offset.toString(RADIX)).join('.')}`;

/** null where the text is none of this log's places, or one that does not exist yet. */
export const readPlace = (text: string, current: Place): Place | null => {
  const [, alerts, due, offsets] = PLACE.exec(text) ?? [];
  if (alerts === undefined || due === undefined || offsets === undefined) return null;
  const place: Place = {
    alerts,
    due: Number.parseInt(due, RADIX),
    offsets: offsets.split('.').map((offset) => Number.parseInt(offset, RADIX)),
  };
  const fits =
    place.offsets.length === current.offsets.length &&
    place.offsets.every((offset, partition) => offset <= current.offsets[partition]!) &&
    place.due <= current.due;
  return fits ? place : null;
};

/**
 * Where a reader is after each of the rows between two places, in the order in which they are answered. One of several that
 * share an instant or an offset leaves the place before all of them: whoever is cut off there is told them again.
 */
export const placesBetween = (from: Place, to: Place, rows: readonly NewMovement[]): readonly Place[] => {
  let place = from;
  return rows.map((row, index) => {
    const next = rows[index + 1];
    if (row.cameDue) {
      if (next?.cameDue !== true || next.time !== row.time) place = { ...place, due: row.time };
    } else if (next?.partition !== row.partition || next.offset !== row.offset) {
      place = {
        ...place,
        due: to.due,
        offsets: place.offsets.map((offset, partition) =>
          partition === row.partition ? row.offset + 1 : offset,
        ),
      };
    } else place = { ...place, due: to.due };
    return place;
  });
};
