import type { Channel } from '@tidemark/core';
import type { Log } from '@tidemark/runtime';
import { createTransport } from 'nodemailer';
import { mailOf } from './mail.ts';
import type { HttpAnswer, Post } from './post.ts';
import { signedHeaders } from './signature.ts';
import { slackMessage } from './slack.ts';

/** What became of one attempt. `gone`: the receiver wants no more. */
export interface Delivered {
  readonly outcome: 'delivered' | 'failed' | 'gone';
  readonly status: number;
  readonly answer: string;
  readonly retryAfter: number | null;
}

export interface ToSend {
  readonly id: string;
  readonly body: string;
}

export type Send = (channel: Channel, message: ToSend) => Promise<Delivered>;

export interface SendOptions {
  readonly post: Post;
  readonly smtp: { readonly url: string; readonly from: string } | null;
  readonly slackUrl: string | null;
  readonly log: Log;
  readonly now: () => number;
}

const MAIL_WITHIN = 10_000;

const ofHttp = ({ status, text, retryAfter }: HttpAnswer): Delivered => ({
  outcome: status >= 200 && status < 300 ? 'delivered' : status === 410 ? 'gone' : 'failed',
  status,
  answer: status >= 300 && status < 400 ? 'a redirect, which is not followed' : text,
  retryAfter: status === 429 || status === 503 ? retryAfter : null,
});

const failed = (answer: string): Delivered => ({ outcome: 'failed', status: 0, answer, retryAfter: null });

/** One way out for each kind of channel. Never throws: what went wrong is the answer. */
export const createSend = ({ post, smtp, slackUrl, log, now }: SendOptions): Send => {
  const transport =
    smtp === null
      ? null
      : createTransport({
          url: smtp.url,
          connectionTimeout: MAIL_WITHIN,
          greetingTimeout: MAIL_WITHIN,
          socketTimeout: MAIL_WITHIN,
        } as object);
  const send: Send = async (channel, { id, body }) => {
    switch (channel.type) {
      case 'webhook': {
        const secrets = [channel.secret, channel.previous_secret].filter((secret) => secret !== undefined);
        const headers = signedHeaders(id, Math.floor(now() / 1000), body, secrets);
        return ofHttp(await post(channel.url, headers, body));
      }
      case 'slack': {
        const url = channel.url ?? slackUrl;
        if (url === null) return failed('no Slack address: SLACK_WEBHOOK_URL is not set');
        return ofHttp(await post(url, {}, JSON.stringify(slackMessage(body))));
      }
      case 'email': {
        if (transport === null) return failed('no mail server: SMTP_URL is not set');
        const sent = (await transport.sendMail({
          from: smtp!.from,
          to: [...channel.to],
          ...mailOf(id, body),
        })) as { readonly response: string };
        return { outcome: 'delivered', status: 250, answer: sent.response, retryAfter: null };
      }
      case 'log': {
        const { type, data } = JSON.parse(body) as { type: string; data: Record<string, unknown> };
        log.info(
          { type, message: id, tenant: data['tenant'], alert: data['alert_id'] },
          String(data['text']),
        );
        return { outcome: 'delivered', status: 0, answer: '', retryAfter: null };
      }
    }
  };
  return async (channel, message) => {
    try {
      return await send(channel, message);
    } catch (error) {
      const { responseCode = 0 } = error as { responseCode?: number };
      return { ...failed(error instanceof Error ? error.message : String(error)), status: responseCode };
    }
  };
};
