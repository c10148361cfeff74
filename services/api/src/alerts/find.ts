import { type StoredRule, withStarters } from '@tidemark/core';
import { RULES_CHANNEL } from '@tidemark/redis';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { Problem } from '../problem.ts';

/** Of a route of one rule. */
export const RULE_PATH = { id: 'id of the rule, as in GET /v1/alerts' };

export const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;

export const missing = (id: string): Problem =>
  new Problem(404, `there is no alert ${id.slice(0, 80)}; GET /v1/alerts lists them`);

const standing = (tenant: string, stored: readonly StoredRule[]): readonly StoredRule[] =>
  withStarters(tenant, stored).filter(({ deleted }) => !deleted);

/** A tenant's rules, without those that were deleted. Another API's change of a moment ago may be missing. */
export const listRules = async ({ alerts }: Context, tenant: string): Promise<readonly StoredRule[]> =>
  standing(tenant, await alerts.lists.of(tenant));

/** Throws the problem 404 where there is none. */
export const findRule = async (context: Context, tenant: string, id: string): Promise<StoredRule> => {
  const stored = await context.alerts.rules.list(tenant);
  const rule = standing(tenant, stored).find((each) => each.id === id);
  if (rule === undefined) throw missing(id);
  return rule;
};

/** Rules are durable once answered; the alerter hears of them at once, and reads them again now and then. */
export const announce = async (
  { redis, log, alerts }: Pick<Context, 'redis' | 'log' | 'alerts'>,
  tenant: string,
): Promise<void> => {
  alerts.lists.forget(tenant);
  await redis
    .publish(RULES_CHANNEL, tenant)
    .catch((error) =>
      log.warn(
        { err: error, runbook: 'docs/runbook/alerts-not-evaluated.md' },
        'the alerter was not told of a changed rule; it will look by itself',
      ),
    );
};
