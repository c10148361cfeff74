import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** One request to ClickHouse's HTTP interface, taken apart. */
export interface StatementRequest {
  /** The statement, without data. */
  readonly sql: string;
  /** Rows of an INSERT, in the format its statement names; null where the statement is none that takes any. */
  readonly data: Buffer | null;
  readonly database: string;
  readonly queryId: string | null;
  readonly format: string;
  readonly settings: Readonly<Record<string, string>>;
  /** Query parameters as plain text, unescaped. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Of the URL's parameters, those that speak about the transport and not about the statement. */
const TRANSPORT = new Set([
  'query',
  'database',
  'default_format',
  'query_id',
  'user',
  'password',
  'session_id',
  'session_timeout',
  'session_check',
  'wait_end_of_query',
  'buffer_size',
  'enable_http_compression',
  'compress',
  'decompress',
  'role',
  'quota_key',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'cancel_http_readonly_queries_on_client_close',
]);

const ESCAPES: Record<string, string> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  "'": "'",
  '\\': '\\',
};

/** `param_*` values travel escaped as in tab-separated text. */
const unescapeText = (text: string): string =>
  text.replace(/\\(.)/gs, (_, letter: string) => ESCAPES[letter] ?? letter);

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
};

export const readStatement = async (request: IncomingMessage): Promise<StatementRequest> => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const body = await readBody(request);
  const query = url.searchParams.get('query');
  const isInsert = query !== null && /^\s*insert\b/i.test(query);
  const settings: Record<string, string> = {};
  const parameters: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (name.startsWith('param_')) parameters[name.slice('param_'.length)] = unescapeText(value);
    else if (!TRANSPORT.has(name)) settings[name] = value;
  }
  return {
    sql: isInsert ? query : `${query ?? ''}${body.toString('utf8')}`,
    data: isInsert ? body : null,
    database: url.searchParams.get('database') ?? 'default',
    queryId: url.searchParams.get('query_id'),
    format: url.searchParams.get('default_format') ?? 'TabSeparated',
    settings,
    parameters,
  };
};
