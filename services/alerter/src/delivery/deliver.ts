import type { Attempt } from '@tidemark/clickhouse';
import { channelName, type StoredRule } from '@tidemark/core';
import type { Outcome, Run } from '@tidemark/jobs';
import { RULES_CHANNEL } from '@tidemark/redis';
import type { Context } from '../context.ts';
import type { Delivered, Send } from './channels.ts';
import type { DeliveryJob } from './job.ts';

/** At one receiver at once: one that answers slowly holds up no others. */
const MOST_AT_ONE = 4;
const BUSY_PAUSE = 500;
const LONGEST_ANSWER = 300;

/** An attempt that failed: the queue tries it again. */
class DeliveryFailed extends Error {
  override readonly name = 'DeliveryFailed';
}

const NO_CHANNEL: Delivered = {
  outcome: 'gone',
  status: 0,
  answer: 'the rule has no such channel any more',
  retryAfter: null,
};

/** What a delivery needs of the alerter. */
export type Deliverer = Pick<
  Context,
  'history' | 'rules' | 'rulebook' | 'redis' | 'counters' | 'log' | 'now'
>;

/** The receiver is gone: the rule says so from now on, and nobody calls there any more. */
const disable = async (
  { rules, redis }: Deliverer,
  { tenant, alert, channel }: DeliveryJob,
): Promise<void> => {
  await rules.change(tenant, alert, (before) => {
    if (before === null || before.deleted) return null;
    const isMeant = (each: (typeof before.rule.channels)[number]) =>
      each.type === 'webhook' && channelName(each) === channel && each.disabled !== true;
    if (!before.rule.channels.some(isMeant)) return null;
    const channels = before.rule.channels.map((each) =>
      isMeant(each) && each.type === 'webhook' ? { ...each, disabled: true as const } : each,
    );
    return { rule: { ...before.rule, channels }, deleted: false, cause: 'receiver gone' };
  });
  await redis.publish(RULES_CHANNEL, tenant);
};

/** Carries one delivery out and writes down what came of it. Throws where it is to be tried again. */
export const createDeliver = (context: Deliverer, send: Send) => {
  const busy = new Map<string, number>();
  const { history, rulebook, counters, log, now } = context;

  const channelOf = async ({ tenant, alert, channel }: DeliveryJob) => {
    const found = (rule: StoredRule | undefined) =>
      rule?.rule.channels.find((each) => channelName(each) === channel);
    const known = found(rulebook.find(tenant, alert));
    if (known !== undefined) return known;
    // A rule made a moment ago.
    await rulebook.refresh(tenant);
    return found(rulebook.find(tenant, alert));
  };

  return async ({ data: job, attempt, isLast }: Run<DeliveryJob>): Promise<Outcome> => {
    const under = busy.get(job.channel) ?? 0;
    if (under >= MOST_AT_ONE) return { later: BUSY_PAUSE };
    const { tenant, alert, message, channel } = job;
    busy.set(channel, under + 1);
    try {
      const target = await channelOf(job);
      const body = job.body ?? (await history.told(tenant, alert, message))?.message?.body ?? null;
      const begun = performance.now();
      const isOpen = target !== undefined && body !== null && !('disabled' in target && target.disabled);
      const result = isOpen ? await send(target, { id: message, body }) : NO_CHANNEL;
      if (isOpen && result.outcome === 'gone') await disable(context, job);
      const isFailed = result.outcome === 'failed';
      const entry: Attempt = {
        tenant,
        alert,
        message,
        channel,
        attempt,
        outcome: isFailed && isLast ? 'gave_up' : result.outcome,
        final: !isFailed || isLast,
        status: result.status,
        latency: Math.round(performance.now() - begun),
        answer: result.answer.slice(0, LONGEST_ANSWER),
        at: now(),
      };
      await history.attempted(entry);
      if (result.outcome === 'delivered') counters.count('delivered');
      if (!isFailed) return 'done';
      counters.count(isLast ? 'given_up' : 'failed_deliveries');
      const { status, answer } = entry;
      log.warn(
        {
          tenant,
          alert,
          message,
          channel,
          attempt,
          status,
          answer,
          runbook: 'docs/runbook/alerts-not-delivered.md',
        },
        'an alert could not be delivered',
      );
      if (isLast) return 'done';
      if (result.retryAfter !== null && now() - job.since < 3 * 86_400_000)
        return { later: result.retryAfter };
      throw new DeliveryFailed(`attempt ${attempt} failed`);
    } finally {
      const left = (busy.get(channel) ?? 1) - 1;
      if (left === 0) busy.delete(channel);
      else busy.set(channel, left);
    }
  };
};
