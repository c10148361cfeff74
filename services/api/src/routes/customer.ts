import {
  activeStretches,
  lifetimeOf,
  parseDuration,
  recordKey,
  type Segment,
  type Stretch,
  type SurveyFact,
  segmentsOf,
  standingFacts,
} from '@tidemark/core';
import { partitionFor } from '@tidemark/kafka';
import { readCustomer } from '@tidemark/redis';
import type { FastifyInstance } from 'fastify';
import { CustomerAnswer } from '../answers/schemas.ts';
import type { Context } from '../context.ts';
import { minorUnits } from '../json.ts';
import { Problem } from '../problem.ts';
import { timeText } from '../times.ts';
import { tenantRoute } from './route.ts';

type SubscriptionStatus = 'active' | 'scheduled' | 'ended';

const statusAt = ({ start, end }: Segment, now: number): SubscriptionStatus =>
  start > now ? 'scheduled' : end > now ? 'active' : 'ended';

const customerStatus = (stretches: readonly Stretch[], now: number): 'active' | 'lost' | 'never_active' => {
  const last = stretches.findLast(({ start }) => start <= now);
  if (last === undefined) return 'never_active';
  return now < last.end ? 'active' : 'lost';
};

/** Of each subscription the stretch that holds now, else the next one, else the last. */
const currentSegments = (segments: readonly Segment[], now: number): readonly Segment[] => {
  const order: Record<SubscriptionStatus, number> = { active: 0, scheduled: 1, ended: 2 };
  return [...Map.groupBy(segments, ({ subscription }) => subscription).values()].map((stretches) =>
    stretches.reduce((best, stretch) => {
      const difference = order[statusAt(stretch, now)] - order[statusAt(best, now)];
      if (difference !== 0) return difference < 0 ? stretch : best;
      return statusAt(stretch, now) === 'ended' ? stretch : best;
    }),
  );
};

/** The newest answer to each kind of survey at each touchpoint. */
const lastScores = (answers: readonly SurveyFact[]): readonly SurveyFact[] => [
  ...new Map(answers.map((answer) => [`${answer.survey} ${answer.touchpoint ?? ''}`, answer])).values(),
];

export const customerRoute = (server: FastifyInstance, context: Context): void =>
  tenantRoute(server, context, {
    url: '/v1/customers/:id',
    summary: 'What is known of one customer, live',
    path: { id: 'the customer, percent-encoded' },
    parameters: {},
    answer: CustomerAnswer,
    handle: async ({ context, view, request }) => {
      const customer = (request.params as { id: string }).id;
      const key = { tenant: view.tenant, customer };
      const partition = partitionFor(recordKey(view.tenant, customer), context.partitions);
      const state = await readCustomer(context.redis, partition, key);
      if (state === null)
        throw new Problem(404, `customer ${customer.slice(0, 128)}: no event of theirs has been counted`);
      const { settings, now } = view;
      const facts = standingFacts(state);
      const { acts, steps, movements } = lifetimeOf(facts, view);
      const segments = segmentsOf(acts, parseDuration(settings.renewal_grace) ?? 0);
      const mrr = steps.findLast(({ at }) => at <= now)?.mrr ?? 0n;
      const text = (instant: number) => timeText(instant, settings.time_zone);
      return {
        customer,
        tenant: view.tenant,
        status: customerStatus(activeStretches(facts, steps, view), now),
        mrr: minorUnits(mrr),
        currency: settings.currency,
        first_seen: facts[0] === undefined ? null : text(facts[0].time),
        events: state.facts.length,
        subscriptions: currentSegments(segments, now).map((segment) => ({
          id: segment.subscription,
          status: statusAt(segment, now),
          mrr: minorUnits(segment.mrr),
          since: text(segment.start),
          until: segment.end === Infinity ? null : text(segment.end),
        })),
        movements: movements
          .filter(({ time }) => time <= now)
          .toReversed()
          .map(({ time, type, before, after, event }) => ({
            time: text(time),
            type,
            before: minorUnits(before),
            after: minorUnits(after),
            amount: minorUnits(after - before),
            event,
          })),
        scores: lastScores(
          facts.filter((fact): fact is SurveyFact => fact.type === 'survey' && fact.time <= now),
        ).map(({ survey, score, scale_min, scale_max, touchpoint, time }) => ({
          survey,
          score,
          scale_min,
          scale_max,
          touchpoint,
          time: text(time),
        })),
      };
    },
  });
