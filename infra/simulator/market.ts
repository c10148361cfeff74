import type { PlanName } from './price-list.ts';

/** Where customers come from and when. Weights are relative; only their proportions matter. */
export const COUNTRIES = [
  ['DE', 27],
  ['GB', 19],
  ['FR', 14],
  ['NL', 10],
  ['US', 9],
  ['ES', 7],
  ['IT', 6],
  ['SE', 4],
  ['AT', 3],
  ['PL', 1],
] as const;

export const CHANNELS = [
  ['search', 31],
  ['referral', 22],
  ['partner', 15],
  ['social', 14],
  ['content', 12],
  ['event', 6],
] as const;

export const FIRST_PLANS: readonly (readonly [PlanName, number])[] = [
  ['starter', 37],
  ['team', 30],
  ['pro', 25],
  ['scale', 8],
];

const NAMES = `
  alder amber ashby bramble briar calder cedar clover copper corner dalton dune elm
  fable fenwick fern finch foxglove garnet glen harrow hazel heron hollis indigo iris
  ivy juniper keswick kestrel larch lark linden maple marlow meadow merrow mint moss
  north oakley olive orchard otter pebble pine plover poppy quill rowan saffron sage
  selwyn sorrel sparrow sunny tansy thistle tilia umber vale violet wharf willow wren
  yarrow
`
  .trim()
  .split(/\s+/);
export const TRADES =
  'yoga physio dental barber ceramics tutoring climbing optics massage cycling music vet pilates law'.split(
    ' ',
  );

/** `heron-physio-0412`: easy to say, and the number keeps it unique. */
export const customerName = (index: number, name: number, trade: string): string =>
  `${NAMES[name % NAMES.length]!}-${trade}-${String(index).padStart(4, '0')}`;

const SIGNUPS_BY_MONTH = [1.3, 1.1, 1.05, 1, 0.95, 0.9, 0.75, 0.7, 1.3, 1.15, 1.1, 0.75];
const SIGNUPS_BY_WEEKDAY = [0.5, 1.25, 1.25, 1.2, 1.15, 1.05, 0.6];
const ORDERS_BY_MONTH = [0.9, 0.9, 1, 1, 1, 0.9, 0.8, 0.8, 1.1, 1.1, 1.8, 1.3];

export const signupSeason = (instant: number): number => {
  const date = new Date(instant);
  return SIGNUPS_BY_MONTH[date.getUTCMonth()]! * SIGNUPS_BY_WEEKDAY[date.getUTCDay()]!;
};
export const orderSeason = (instant: number): number => ORDERS_BY_MONTH[new Date(instant).getUTCMonth()]!;

/** How busy the hours of a day are, UTC. */
const HOURS = [1, 1, 1, 1, 1, 2, 5, 10, 16, 20, 20, 18, 15, 17, 19, 18, 15, 12, 9, 7, 5, 4, 3, 2].map(
  (weight, hour) => [hour, weight] as const,
);
export const BUSY_HOURS: readonly (readonly [number, number])[] = HOURS;
