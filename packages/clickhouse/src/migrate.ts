import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyticsDatabase } from './analytics/database.ts';
import { type ClickHouseConnection, connect, connectToServer } from './connection.ts';

const FOLDER = fileURLToPath(new URL('migrations', import.meta.url));

/**
 * Makes the database and its tables. Every statement may run again and beside itself (`IF NOT EXISTS`), so that several
 * processes may start at once; what has run is written down and not run again.
 */
export const migrate = async (connection: ClickHouseConnection): Promise<readonly string[]> => {
  const server = connectToServer(connection);
  try {
    await server.command({ query: `CREATE DATABASE IF NOT EXISTS ${connection.database}` });
  } finally {
    await server.close();
  }
  const client = connect(connection);
  try {
    await client.command({
      query: `CREATE TABLE IF NOT EXISTS migrations (name String, applied_at DateTime64(3) DEFAULT now64(3))
              ENGINE = ReplacingMergeTree(applied_at) ORDER BY name`,
    });
    const result = await client.query({
      query: 'SELECT DISTINCT name FROM migrations',
      format: 'JSONEachRow',
    });
    const applied = new Set((await result.json<{ name: string }>()).map(({ name }) => name));
    const outstanding = readdirSync(FOLDER)
      .filter((name) => name.endsWith('.sql') && !applied.has(name))
      .sort();
    for (const name of outstanding) {
      for (const statement of statementsOf(readFileSync(join(FOLDER, name), 'utf8')))
        await client.command({
          query: statement.replaceAll('{analytics}', analyticsDatabase(connection.database)),
        });
      await client.insert({
        table: 'migrations',
        values: [{ name }],
        columns: ['name'],
        format: 'JSONEachRow',
      });
    }
    return outstanding;
  } finally {
    await client.close();
  }
};

/** A file may hold several statements; each ends with a semicolon at the end of a line. */
const statementsOf = (text: string): readonly string[] =>
  text
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replace(/^--.*$/gm, '').trim() !== '');
