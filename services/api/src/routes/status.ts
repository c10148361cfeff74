import { openMismatches } from '@tidemark/pipeline';
import { type PartitionWait, readControl, readTenants, readWaits } from '@tidemark/redis';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access.ts';
import { StatusAnswer, TenantsAnswer } from '../answers/schemas.ts';
import type { Context } from '../context.ts';
import { freshnessOf } from '../reading/freshness.ts';
import { rebuildingOf } from '../reading/whole.ts';
import { documented } from './documented.ts';

/** Of the start-up check alone; it appears nowhere else. */
const PROBE_TENANT = 'tidemark.probe';

const timeOf = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();

/** What the processor has compared. Where something differs is in its log: it names customers of any tenant. */
const readAudit = async ({ auditReports }: Context) => {
  const report = await auditReports.read();
  return (
    report && {
      checked_at: timeOf(report.checked_at),
      whole_at: timeOf(report.whole_at),
      checks: report.checks,
      mismatches: openMismatches(report),
      failing: [...new Set(Object.values(report.open).flatMap((each) => each.map(({ check }) => check)))],
    }
  );
};

const REASONS: Readonly<Record<PartitionWait['on'], string>> = {
  settings:
    'settings of a tenant that Redis has not met, or not since it was restarted, are asked of ClickHouse, which does not answer',
  history: 'more waits for ClickHouse than may; what is stored makes room',
  'dead letters': 'the dead-letter topic does not take what cannot be applied',
  schemas: 'the schema registry does not answer',
};

const readWaiting = async ({ redis, partitions }: Context) =>
  [...(await readWaits(redis, partitions))].map(([partition, { on, since }]) => ({
    partition,
    since: new Date(since).toISOString(),
    reason: REASONS[on],
  }));

export const readStatus = async (context: Context) => {
  const { observations, redis, partitions: count } = context;
  const observation = await observations.look();
  const control = await readControl(redis, count);
  const partitions = control.map(({ partition, next, stored, known_at }) => {
    const { begin, end } = observation.bounds[partition] ?? { begin: 0, end: 0 };
    const accepted = end - begin;
    // The stores may be ahead of what was seen of the log a moment before.
    const within = (offset: number | null) => Math.min(Math.max((offset ?? begin) - begin, 0), accepted);
    const applied = within(next);
    const stored_count = within(stored);
    return {
      partition,
      accepted,
      applied,
      stored: stored_count,
      pending: accepted - Math.min(applied, stored_count),
      last_applied_at: known_at === null ? null : new Date(known_at).toISOString(),
    };
  });
  const sum = (part: (row: (typeof partitions)[number]) => number) =>
    partitions.reduce((total, row) => total + part(row), 0);
  const counted = (name: 'dead' | 'duplicate' | 'conflict') =>
    control.reduce((total, row) => total + row[name], 0);
  const { data_through, settled } = freshnessOf(
    control.map(({ partition, next, known_at }) => ({ partition, reached: next, known_at })),
    observation,
    observations,
  );
  return {
    accepted: sum(({ accepted }) => accepted),
    applied: sum(({ applied }) => applied),
    stored: sum(({ stored }) => stored),
    pending: sum(({ pending }) => pending),
    dead_letters: counted('dead'),
    duplicates: counted('duplicate'),
    conflicts: counted('conflict'),
    data_through: new Date(data_through).toISOString(),
    settled,
    rebuilding: rebuildingOf(control, observation),
    waiting: await readWaiting(context),
    audit: await readAudit(context),
    partitions,
  };
};

export const statusRoutes = (server: FastifyInstance, context: Context): void => {
  server.get(
    '/v1/status',
    documented({ summary: 'How far the whole instance is, by offset', answers: { 200: StatusAnswer } }),
    async () => readStatus(context),
  );
  server.get(
    '/v1/tenants',
    documented({
      summary: 'The tenants this key may see: all that have sent events, or the key’s own',
      answers: { 200: TenantsAnswer },
    }),
    async (request) => {
      const { sees } = callerOf(request);
      if (sees !== '*') return { tenants: [sees] };
      const tenants = await readTenants(context.redis, context.partitions);
      return { tenants: tenants.filter((tenant) => tenant !== PROBE_TENANT) };
    },
  );
};
