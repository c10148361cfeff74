import { stack } from '../../integration/support/stack.ts';

/**
 * ClickHouse merges rows of one place in the log, which would hide that they were stored twice. While a run lasts it must not.
 * After it was killed it does again, until this is called once more.
 */
export const keepRows = async (keep: boolean): Promise<void> => {
  for (const table of ['events', 'movements']) {
    const url = new URL(stack().clickhouse);
    url.searchParams.set('database', 'tidemark');
    const body = `SYSTEM ${keep ? 'STOP' : 'START'} MERGES tidemark.${table}`;
    const response = await fetch(url, { method: 'POST', body });
    if (!response.ok) throw new Error(`${body}: ${await response.text()}`);
    await response.arrayBuffer();
  }
};
