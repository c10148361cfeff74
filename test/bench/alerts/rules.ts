import { connect } from '@tidemark/clickhouse';
import { METRICS, readRule } from '@tidemark/core';
import type { BenchStores } from '../stores/benchStores.ts';

export const TENANTS = 200;
const RULES_A_TENANT = 50;
export const RULES = TENANTS * RULES_A_TENANT;

const tenantOf = (index: number): string => `alerts-${index}`;
export const tenants: readonly string[] = Array.from({ length: TENANTS }, (_, index) => tenantOf(index));

/** A watch of every metric and window in turn, past a threshold that nothing reaches. */
const watches = METRICS.flatMap(({ id, windows }) => windows.map((window) => ({ metric: id, window })));

/** Writes 10,000 rules that look and never fire, and those given, before an alerter starts. */
export const writeRules = async (
  { clickhouseUrl }: BenchStores,
  database: string,
  others: readonly { readonly tenant: string; readonly id: string; readonly given: object }[],
): Promise<void> => {
  const quiet = tenants.flatMap((tenant) =>
    Array.from({ length: RULES_A_TENANT }, (_, index) => {
      const watch = watches[index % watches.length]!;
      return { tenant, id: `rule-${index}`, given: { name: `Rule ${index}`, ...watch, above: 1e12 } };
    }),
  );
  const client = connect({ url: clickhouseUrl, user: 'default', password: '', database });
  await client.insert({
    table: 'alert_rules',
    format: 'JSONEachRow',
    values: [...quiet, ...others].map(({ tenant, id, given }) => ({
      tenant,
      id,
      version: 1,
      rule: JSON.stringify(readRule(given)),
      deleted: false,
      cause: 'made',
      changed_at: Date.now(),
      writer: 'bench',
    })),
  });
  await client.close();
};
