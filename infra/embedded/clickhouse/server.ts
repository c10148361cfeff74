import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Session } from 'chdb';
import { readStatement, type StatementRequest } from './request.ts';
import { insertFromFile, isReadOnly, refuseFiles, settingStatements, withSettings } from './statement.ts';

/**
 * ClickHouse's HTTP interface over the engine in this process, so that every client speaks to it as to a server.
 * Started as: server.ts FOLDER PORT. One process a data folder.
 */
const [folder, port] = process.argv.slice(2);
if (folder === undefined || port === undefined) throw new Error('usage: server.ts FOLDER PORT');

const incoming = join(folder, 'incoming');
await rm(incoming, { recursive: true, force: true });
await mkdir(incoming, { recursive: true });

const data = join(folder, 'data');
const sessions = new Map<string, Session>();

/** A session a database: the current database is a property of the session. */
const sessionOf = (database: string): Session => {
  let session = sessions.get(database);
  if (session === undefined) {
    session = new Session(data);
    session.query(`USE ${database.replace(/\W/g, '')}`);
    sessions.set(database, session);
  }
  return session;
};

/** A statement that may change nothing has a session of its own: there the engine itself holds what it asked for, whatever the statement is. */
const runReadOnly = async ({
  sql,
  database,
  settings,
  format,
  parameters,
}: StatementRequest): Promise<Uint8Array> => {
  const session = new Session(data);
  try {
    session.query(`USE ${database.replace(/\W/g, '')}`);
    for (const statement of settingStatements(settings)) session.query(statement);
    const result = await (Object.keys(parameters).length > 0
      ? session.queryBindAsync(sql, parameters, { format })
      : session.queryAsync(sql, { format }));
    return result.bytes();
  } finally {
    session.close();
  }
};

const run = async (request: StatementRequest): Promise<Uint8Array> => {
  refuseFiles(request);
  if (isReadOnly(request)) return runReadOnly(request);
  const session = sessionOf(request.database);
  if (request.data !== null) {
    if (request.data.length === 0) return new Uint8Array();
    const file = join(incoming, randomUUID());
    await writeFile(file, request.data);
    try {
      const result = await session.queryAsync(insertFromFile(request, file), { format: request.format });
      return result.bytes();
    } finally {
      await rm(file, { force: true });
    }
  }
  const sql = withSettings(request);
  const options = { format: request.format };
  const result =
    Object.keys(request.parameters).length > 0
      ? await session.queryBindAsync(sql, request.parameters, options)
      : await session.queryAsync(sql, options);
  return result.bytes();
};

const fail = (response: ServerResponse, error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error);
  const code = /Code: (\d+)/.exec(message)?.[1] ?? '1000';
  const status = code === '516' ? 403 : code === '60' || code === '81' ? 404 : 500;
  response.writeHead(status, {
    'content-type': 'text/plain; charset=UTF-8',
    'x-clickhouse-exception-code': code,
  });
  response.end(message.startsWith('Code:') ? message : `Code: ${code}. DB::Exception: ${message}`);
};

/** Parameters of a query stand in its URL, and the bounds of thousands of periods are long; ClickHouse's own limit. */
const LONGEST_URL = 1024 * 1024;

const server = createServer({ maxHeaderSize: LONGEST_URL }, async (request, response) => {
  if (request.url === '/ping' || request.url === '/') {
    response.end('Ok.\n');
    return;
  }
  try {
    const statement = await readStatement(request);
    const bytes = await run(statement);
    const zip = bytes.length > 1024 && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'x-clickhouse-server-display-name': 'tidemark-embedded',
      ...(statement.queryId === null ? {} : { 'x-clickhouse-query-id': statement.queryId }),
      ...(zip ? { 'content-encoding': 'gzip' } : {}),
    });
    response.end(zip ? gzipSync(bytes, { level: 1 }) : bytes);
  } catch (error) {
    fail(response, error);
  }
});

sessionOf('default');
server.keepAliveTimeout = 30_000;
server.listen(Number(port), '127.0.0.1', () => process.stdout.write(`listening on ${port}\n`));

const end = (): void => {
  server.close();
  server.closeAllConnections();
  for (const session of sessions.values()) session.close();
  process.exit(0);
};
process.on('SIGTERM', end);
process.on('SIGINT', end);
