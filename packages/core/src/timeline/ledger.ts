import { lifetimeOf } from '../terms/lifetime.ts';
import type { Definitions, Movement, MovementChange } from '../transition.ts';
import { type CustomerState, standingFacts } from './state.ts';

/** Whether any movement of a customer can hang on `renewal_grace`. */
export const canExpire = ({ facts }: CustomerState): boolean =>
  facts.some((fact) => fact.type === 'purchase' && typeof fact.subscription?.expires_at === 'number');

/** All movements of a customer, in order of time. */
export const ledgerOf = (state: CustomerState, definitions: Definitions): readonly Movement[] =>
  lifetimeOf(standingFacts(state), definitions).movements;

/** A movement as it is written, and how often it stands: once, unless something went wrong. */
export interface StandingMovement extends Movement {
  readonly times: number;
}

const textOf = ({ time, type, before, after, event }: Movement): string =>
  `${time} ${type} ${before} ${after} ${event}`;

/** What turns the movements written of one customer into those that are due: rows taken back (−1), then rows added (+1). */
export const correctionsOf = (
  written: readonly StandingMovement[],
  due: readonly Movement[],
): readonly MovementChange[] => {
  const counts = new Map<string, { readonly movement: Movement; times: number }>();
  for (const movement of due) counts.set(textOf(movement), { movement, times: 1 });
  for (const { times, ...movement } of written) {
    const text = textOf(movement);
    const missing = counts.get(text)?.times ?? 0;
    counts.set(text, { movement, times: missing - times });
  }
  const rows = [...counts.values()].flatMap(({ movement, times }) =>
    Array.from({ length: Math.abs(times) }, () => ({
      ...movement,
      sign: times > 0 ? (1 as const) : (-1 as const),
    })),
  );
  return rows.sort((a, b) => a.sign - b.sign || a.time - b.time);
};
