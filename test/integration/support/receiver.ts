import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from './eventually.ts';

export const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`;

/** A message as a receiver of webhooks gets it. */
export interface Received {
  readonly id: string;
  readonly status: number;
  readonly isSigned: boolean;
  readonly at: number;
  readonly type: string;
  readonly data: {
    readonly alert: string;
    readonly group?: string;
    readonly late?: boolean;
    readonly value: number;
    readonly numerator: number;
    readonly denominator: number;
    readonly threshold: number;
    readonly before?: { readonly value: number };
    readonly event?: { readonly id: string; readonly type: string; readonly voids?: string };
    readonly contributors: readonly { customer: string; mrr: number; reason: string }[];
    readonly url: string;
    readonly text: string;
  };
}

/** One server for the webhooks of many rules, told apart by the path. */
export interface Receiver {
  readonly base: string;
  readonly received: ReadonlyMap<string, readonly Received[]>;
  /** What a path answers next; 204 where nothing is planned. */
  readonly plan: (path: string, statuses: readonly number[]) => void;
  /** The message with a number, from 1 on, as soon as it has come. */
  readonly next: (path: string, count: number) => Promise<Received>;
  readonly close: () => void;
}

export const startReceiver = async (): Promise<Receiver> => {
  const received = new Map<string, Received[]>();
  const planned = new Map<string, number[]>();
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString('utf8');
    const id = String(request.headers['webhook-id']);
    const timestamp = String(request.headers['webhook-timestamp']);
    const key = Buffer.from(SECRET.replace('whsec_', ''), 'base64');
    const expected = `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
    const isSigned = request.headers['webhook-signature'] === expected;
    const status = planned.get(request.url!)?.shift() ?? 204;
    const list = received.get(request.url!) ?? [];
    received.set(request.url!, list);
    const told = JSON.parse(body) as Pick<Received, 'type' | 'data'>;
    list.push({ id, status, isSigned, at: Date.now(), ...told });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    plan: (path, statuses) => void planned.set(path, [...statuses]),
    next: (path, count) =>
      eventually(`message ${count} at ${path}`, async () => received.get(path)?.[count - 1], 120_000),
    close: () => void server.close(),
  };
};
