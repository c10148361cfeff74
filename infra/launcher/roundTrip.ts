import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { tenantHeaders } from '../sending/headers.ts';

/** Of the start-up check alone: the API shows this tenant nowhere. */
const TENANT = 'tidemark.probe';
const POLL = 100;

interface PartitionStatus {
  readonly accepted: number;
  readonly stored: number;
}

const ask = async (url: string, headers: Record<string, string>): Promise<unknown> => {
  const response = await fetch(url, {
    headers,
    signal: AbortSignal.timeout(5_000),
  });
  return response.ok ? response.json() : null;
};

/**
 * Sends one event the whole way, HTTP → Kafka → Redis and ClickHouse → API, and resolves once both halves show it.
 * Rejects after `limit` milliseconds with the half that is missing.
 */
export const roundTrip = async (
  ingest: string,
  api: string,
  key: string | null,
  limit: number,
  signal?: AbortSignal,
): Promise<void> => {
  const deadline = Date.now() + limit;
  const headers = tenantHeaders(TENANT, key);
  const customer = `probe-${randomUUID()}`;
  const event = { id: randomUUID(), type: 'activity', name: 'start', time: Date.now(), customer };
  const until = async (missing: string, holds: () => Promise<boolean>): Promise<void> => {
    while (!(await holds().catch(() => false))) {
      signal?.throwIfAborted();
      if (Date.now() > deadline) throw new Error(`the start-up check did not come back: ${missing}`);
      await delay(POLL);
    }
  };
  await until('ingest did not take the event', async () => {
    const response = await fetch(`${ingest}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(event),
      signal: AbortSignal.timeout(5_000),
    });
    return response.status === 202;
  });
  await until(
    'the event is not in Redis',
    async () => (await ask(`${api}/v1/customers/${customer}`, headers)) !== null,
  );
  let then: readonly PartitionStatus[] | null = null;
  await until('the event is not in ClickHouse', async () => {
    const status = (await ask(`${api}/v1/status`, headers)) as { partitions: PartitionStatus[] } | null;
    if (status === null) return false;
    // What had come by the first look, and not "nothing is pending": others may send without a pause.
    then ??= status.partitions;
    return then.every(({ accepted }, partition) => status.partitions[partition]!.stored >= accepted);
  });
};
