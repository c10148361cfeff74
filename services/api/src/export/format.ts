import { choice } from '../parameters.ts';

export const FORMATS = ['json', 'csv', 'ndjson'] as const;
export type Format = (typeof FORMATS)[number];

export const CONTENT_TYPES = {
  json: 'application/json',
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
} as const satisfies Record<Format, string>;

export const format = choice(FORMATS, 'all rows as a file, by default what the header Accept prefers', null);

/** What a header Accept prefers; of several alike the first. JSON where it takes none of ours: a table is no reason to turn anybody away. */
export const preferredFormat = (accept: string | undefined): Format => {
  const asked = (accept ?? '').split(',').flatMap((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const name =
      FORMATS.find((each) => CONTENT_TYPES[each] === type) ?? (type === '*/*' ? 'json' : undefined);
    const weight = Number(parameters.find((part) => part.startsWith('q='))?.slice(2) ?? 1);
    return name === undefined || !(weight > 0) ? [] : [{ name, weight }];
  });
  return asked.toSorted((a, b) => b.weight - a.weight)[0]?.name ?? 'json';
};
