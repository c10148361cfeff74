import { type ClickHouseSettings, SettingsMap } from '@clickhouse/client';
import type { Cut } from '@tidemark/pipeline';

/**
 * Settings under which a query sees, of both tables and inside views too, only rows before a cut: any SQL there is can so be
 * asked as of offsets, without knowing of them.
 */
export const upTo = (cut: Cut): ClickHouseSettings => {
  const length = Math.max(-1, ...cut.keys()) + 1;
  const ends = Array.from({ length }, (_, partition) => cut.get(partition) ?? 0);
  const filter = `offset < [${[0, ...ends].join(', ')}][partition + 2]`;
  return { additional_table_filters: SettingsMap.from({ events: filter, movements: filter }) };
};
