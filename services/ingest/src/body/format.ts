import { Problem } from '../problem.ts';

export type Format = 'json' | 'ndjson' | 'cloudevent' | 'cloudevents';

const FORMATS: Readonly<Record<string, Format>> = {
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/cloudevents+json': 'cloudevent',
  'application/cloudevents-batch+json': 'cloudevents',
};

const CHARSET = /;\s*charset\s*=\s*"?([^\s";]+)/i;

/** The body's format by its content type. Throws the problem 415. */
export const formatOf = (contentType: string | undefined): Format => {
  const [essence = ''] = (contentType ?? '').split(';');
  const name = essence.trim().toLowerCase();
  const charset = CHARSET.exec(contentType ?? '')?.[1]?.toLowerCase() ?? 'utf-8';
  if (!Object.hasOwn(FORMATS, name))
    throw new Problem(
      415,
      `content-type: expected one of ${Object.keys(FORMATS).join(', ')}, got ${name || 'none'}`,
    );
  if (charset !== 'utf-8' && charset !== 'utf8')
    throw new Problem(415, `content-type: expected charset utf-8, got ${charset}`);
  return FORMATS[name]!;
};
