import { createHmac } from 'node:crypto';

/**
 * The headers of Standard Webhooks: the same id over all attempts, the moment of this one, and a signature for each secret, so
 * that a receiver may move from one to the next.
 */
export const signedHeaders = (
  id: string,
  seconds: number,
  body: string,
  secrets: readonly string[],
): Readonly<Record<string, string>> => ({
  'webhook-id': id,
  'webhook-timestamp': String(seconds),
  'webhook-signature': secrets
    .map((secret) => {
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
      return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
    })
    .join(' '),
});
