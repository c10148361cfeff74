import { eventually } from './eventually.ts';
import { stack } from './stack.ts';

export interface Receipt {
  readonly accepted: number;
  readonly rejected: readonly { readonly index: number; readonly id: string; readonly message: string }[];
}

const MOST_EVENTS = 10_000;

export const post = (tenant: string, body: string, contentType = 'application/json'): Promise<Response> =>
  fetch(`${stack().ingest}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': contentType, 'x-tidemark-tenant': tenant },
    body,
  });

/**
 * Sends events in their order as NDJSON, all of which must be accepted. Where ingest cannot take them now, or is away, the same
 * are sent again, as any producer does: what had arrived all the same is a duplicate.
 */
export const sendEvents = async (
  tenant: string,
  events: readonly object[],
  batch = MOST_EVENTS,
): Promise<void> => {
  for (let start = 0; start < events.length; start += batch) {
    const lines = events.slice(start, start + batch).map((event) => JSON.stringify(event));
    const answer = await eventually<Receipt | Error>(`ingest takes events of ${tenant}`, async () => {
      const response = await post(tenant, lines.join('\n'), 'application/x-ndjson');
      if (response.status === 429 || response.status === 503) return undefined;
      const receipt = (await response.json()) as Receipt;
      if (response.status !== 202 || receipt.rejected.length > 0)
        return new Error(`ingest answered ${response.status}: ${JSON.stringify(receipt).slice(0, 2_000)}`);
      return receipt;
    });
    if (answer instanceof Error) throw answer;
  }
};
