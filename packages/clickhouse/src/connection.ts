import {
  type ClickHouseClient,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client';

/** Where ClickHouse is, who we are there, and the database that holds the tables. */
export interface ClickHouseConnection {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

const client = (
  connection: ClickHouseConnection,
  database: string,
  settings: ClickHouseSettings,
): ClickHouseClient =>
  createClient({
    url: connection.url,
    username: connection.user,
    password: connection.password,
    database,
    request_timeout: 120_000,
    max_open_connections: 16,
    // Below the server's own limit, or a request may go into a connection the server is closing.
    keep_alive: { enabled: true, idle_socket_ttl: 2_000 },
    // On the way to a store nearby, compressing costs more than it saves.
    compression: { request: false, response: false },
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: {
      async_insert: 0,
      // Counts and sums may pass 2^53: as text they stay exact.
      output_format_json_quote_64bit_integers: 1,
      ...settings,
    },
  });

/** `settings`: limits that hold for all that is asked. */
export const connect = (
  connection: ClickHouseConnection,
  settings: ClickHouseSettings = {},
): ClickHouseClient => client(connection, connection.database, settings);

/** A client of the server itself, for what comes before the database is there. */
export const connectToServer = (connection: ClickHouseConnection): ClickHouseClient =>
  client(connection, 'default', {});
