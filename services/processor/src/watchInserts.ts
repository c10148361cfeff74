import type { History } from '@tidemark/pipeline';

/** What is looked at now and then; looks are the clock, so that a process that was stopped meanwhile does not count that time. */
export interface WatchedInserts {
  readonly history: History;
  /** Why the process should end, or null. To be called at even intervals. */
  readonly look: () => string | null;
}

/**
 * One try of an insert ends: with success, with an error, or by the timeout of the client (two minutes without a byte). One that
 * does none of it, as where an answer began and never ended, would hold its partition back for ever.
 */
export const watchInserts = (history: History, looks: number, interval: number): WatchedInserts => {
  const underWay = new Set<{ readonly table: string; looks: number }>();
  return {
    history: {
      ...history,
      insert: async (table, ...rest) => {
        const insert = { table, looks: 0 };
        underWay.add(insert);
        try {
          await history.insert(table, ...rest);
        } finally {
          underWay.delete(insert);
        }
      },
    },
    look: () => {
      for (const insert of underWay) insert.looks++;
      const stuck = [...underWay].find((insert) => insert.looks > looks);
      return stuck === undefined
        ? null
        : `an insert into ${stuck.table} has been under way for ${Math.round((looks * interval) / 1000)} s without an answer`;
    },
  };
};

/** Longer than the client waits for a byte. */
export const INSERT_LOOKS = 18;
export const INSERT_INTERVAL = 10_000;
