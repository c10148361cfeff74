/** What some metrics may be narrowed to, by the parameter that asks for it, with what is then left. */
export const FILTERS = {
  touchpoint: 'only answers given at this touchpoint',
  offer_code: 'only sales by this offer',
  campaign: 'only messages of this campaign',
} as const;

export type Filter = keyof typeof FILTERS;
export const FILTER_NAMES = Object.keys(FILTERS) as readonly Filter[];

/** The values asked for; absent: all. */
export type Only = Readonly<Partial<Record<Filter, string>>>;
