import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { type AlertRule, type StoredRule, starterRules, storedRule } from '@tidemark/core';
import { sorted } from '../failures.ts';

/** A version of a rule, with when and why it came to be. */
export interface RuleVersion extends StoredRule {
  readonly changed_at: number;
  readonly cause: string;
}

/** What becomes of a rule. */
export interface RuleChange {
  readonly rule: AlertRule;
  readonly deleted: boolean;
  readonly cause: string;
}

/** The durable alert rules, and the one way to change them. Rules every tenant starts with are there once they were changed. */
export interface AlertRules {
  /** The version in force of each rule of a tenant, deleted ones too: their ids are taken. */
  list(tenant: string): Promise<readonly StoredRule[]>;
  /** The same for all tenants. */
  all(): Promise<readonly StoredRule[]>;
  /**
   * Stores the version that `next` makes of the one in force (null: there is none), and answers it once it is durable. `next`
   * is asked again where another change came in between; null leaves all as it is.
   */
  change(
    tenant: string,
    id: string,
    next: (before: StoredRule | null) => RuleChange | null,
  ): Promise<StoredRule | null>;
  versions(tenant: string, id: string): Promise<readonly RuleVersion[]>;
}

interface Row {
  readonly tenant: string;
  readonly id: string;
  readonly version: string;
  readonly rule: string;
  readonly deleted: boolean;
  readonly cause: string;
  readonly changed_at: string;
  readonly writer: string;
}

const COLUMNS = 'tenant, id, version, rule, deleted, cause, changed_at, writer';
const IN_FORCE = 'ORDER BY tenant, id, version DESC, changed_at, writer LIMIT 1 BY tenant, id';

const storedOf = ({ tenant, id, version, rule, deleted }: Row): StoredRule => ({
  tenant,
  id,
  version: Number(version),
  deleted,
  rule: storedRule(rule),
});

export const createAlertRules = (client: ClickHouseClient, now: () => number): AlertRules => {
  const ask = (where: string, rest: string, params: Record<string, string>): Promise<readonly Row[]> =>
    sorted('read alert rules', async () => {
      const query = `SELECT ${COLUMNS} FROM alert_rules ${where} ${rest}`;
      const result = await client.query({ query, query_params: params, format: 'JSONEachRow' });
      return result.json<Row>();
    });
  const one = async (tenant: string, id: string): Promise<Row | null> => {
    const [row] = await ask('WHERE tenant = {tenant:String} AND id = {id:String}', IN_FORCE, { tenant, id });
    return row ?? null;
  };

  return {
    list: async (tenant) => (await ask('WHERE tenant = {tenant:String}', IN_FORCE, { tenant })).map(storedOf),
    all: async () => (await ask('', IN_FORCE, {})).map(storedOf),
    change: async (tenant, id, next) => {
      for (;;) {
        const row = await one(tenant, id);
        const before =
          row === null ? (starterRules(tenant).find((starter) => starter.id === id) ?? null) : storedOf(row);
        const change = next(before);
        if (change === null) return before;
        const writer = randomUUID();
        const { rule, ...rest } = change;
        const version = (before?.version ?? 0) + 1;
        const values = [
          { tenant, id, version, rule: JSON.stringify(rule), ...rest, changed_at: now(), writer },
        ];
        await sorted('store an alert rule', () =>
          client.insert({ table: 'alert_rules', format: 'JSONEachRow', values }),
        );
        const after = await one(tenant, id);
        if (after?.writer === writer) return storedOf(after);
      }
    },
    versions: async (tenant, id) => {
      const rows = await ask(
        'WHERE tenant = {tenant:String} AND id = {id:String}',
        'ORDER BY version DESC, changed_at, writer LIMIT 1 BY version LIMIT 200',
        { tenant, id },
      );
      return rows.map((row) => ({
        ...storedOf(row),
        changed_at: Number(row.changed_at),
        cause: row.cause,
      }));
    },
  };
};
