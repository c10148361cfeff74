import type { Event } from './event.ts';

/** An event as the contract writes it: absent fields left out, times in epoch milliseconds. `parseEvent` reads it back. */
export const toJson = (event: Event): Record<string, unknown> => {
  const json = withoutNull(event);
  if (event.type === 'spend') delete json['customer'];
  if (Object.keys(event.properties).length === 0) delete json['properties'];
  if (event.type === 'purchase' && event.subscription !== null)
    json['subscription'] = withoutNull(event.subscription);
  return json;
};

const withoutNull = (source: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value !== null));
