import { type NewMovement, readNewMovements } from '@tidemark/clickhouse';
import type { AlertFeed, NumberedAlertChange } from '@tidemark/pipeline';
import { movementParts } from '../answers/movement.ts';
import type { Context, TenantView } from '../context.ts';
import { message } from './message.ts';
import { type Place, placesBetween, placeText } from './place.ts';

/** What happened between two places. `place`: up to where; `gap`: not all of it can be told. */
export interface Look {
  readonly place: Place;
  readonly gap: boolean;
  readonly movements: readonly NewMovement[];
  readonly alerts: readonly NumberedAlertChange[];
}

/** More than anyone reads one by one: whoever has missed them is told that there is a gap. */
const MOST_MOVEMENTS = 2_000;
/** How often it is asked what came due, where nothing was stored. */
const DUE_PACE = 1_000;

/** A look for all who follow. Movements and alerts come from different stores: one that is away does not hold the other back. */
export const lookOn = async (
  context: Context,
  alertFeed: AlertFeed,
  tenants: readonly string[],
  from: Place,
  to: Place,
  failed: (error: unknown) => void,
): Promise<Look> => {
  let place = from;
  let gap = false;
  let movements: readonly NewMovement[] = [];
  let alerts: readonly NumberedAlertChange[] = [];
  try {
    const reading = await alertFeed.readAfter(from.alerts);
    alerts = reading.changes;
    gap ||= !reading.whole;
    place = { ...place, alerts: alerts.at(-1)?.id ?? from.alerts };
  } catch (error) {
    failed(error);
  }
  const moved = to.offsets.some((offset, partition) => offset !== from.offsets[partition]);
  if (!moved && to.due - from.due < DUE_PACE) return { place, gap, movements, alerts };
  try {
    movements = await readNewMovements(context.clickhouse, tenants, from, to, MOST_MOVEMENTS + 1);
    place = { ...to, alerts: place.alerts };
  } catch (error) {
    failed(error);
  }
  if (movements.length <= MOST_MOVEMENTS) return { place, gap, movements, alerts };
  return { place, gap: true, movements: [], alerts };
};

/** What happened to one tenant, as messages. */
export const messagesOf = (
  { tenant, settings }: TenantView,
  from: Place,
  { place, movements, alerts }: Look,
): string => {
  const rows = movements.filter((row) => row.tenant === tenant);
  const places = placesBetween(from, place, rows);
  const moved = rows.map((row, index) =>
    message(
      'movement',
      placeText({ ...places[index]!, alerts: from.alerts }),
      JSON.stringify({ ...movementParts(row, settings.time_zone), sign: row.sign }),
    ),
  );
  const rung = alerts
    .filter((change) => change.tenant === tenant)
    .map(({ id, body }) => message('alert', placeText({ ...place, alerts: id }), body));
  return [...moved, ...rung].join('');
};
