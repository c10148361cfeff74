import type { AlertEntry } from '@tidemark/core';
import type { Context } from '../context.ts';

const AT_ONCE = 100;

/**
 * Holds every state that history knows, unless a newer one is held: a Redis that was set back, or whose place another took, may have
 * forgotten that something fires. Asked at each connection to it.
 */
export const restoreStates = async ({
  states,
  history,
}: Pick<Context, 'states' | 'history'>): Promise<void> => {
  const entries: AlertEntry[] = [...(await history.latestOfAll())];
  while (entries.length > 0)
    await Promise.all(
      entries.splice(0, AT_ONCE).map((entry) => states.keep(entry.tenant, entry, entry.state)),
    );
};
