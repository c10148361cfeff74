import { RetryLater } from '../failures.ts';
import { outboxEntryOf } from '../fold/outboxEntry.ts';
import type { Plan } from '../plan.ts';
import type { Claim } from '../ports/state.ts';
import type { WorkerContext } from './context.ts';

const nothing = (partition: number, at: number): Plan => ({
  partition,
  from: at,
  next: at,
  known_at: null,
  customers: [],
  increments: [],
  events: [],
  movements: [],
  dead: [],
  tenants: [],
  counts: { applied: 0, duplicate: 0, conflict: 0, dead: 0 },
});

/**
 * Gives a store that holds no offset its first one, and claims it anew. A store without an offset takes any plan that carries
 * its epoch; were it rolled back to here after our first plans, it would take a later one, and those before it would be lost.
 * This way whoever holds the epoch of that moment has nothing to commit but this.
 */
export const beginAt = async (
  partition: number,
  { epoch }: Claim,
  at: number,
  { state, encoder }: WorkerContext,
): Promise<Claim> => {
  const plan = nothing(partition, at);
  const result = await state.commit(epoch, plan, outboxEntryOf(plan, encoder));
  const claim = result === 'committed' ? await state.claim(partition) : null;
  if (claim?.next !== at) throw new RetryLater(`partition ${partition}: another worker took it over`);
  return claim;
};
