import type { Books, Customer } from './books.ts';
import { type MovementType, typeOf } from './movements.ts';
import { type Span, within } from './span.ts';

/** Sums in thousandths of a minor unit; contraction and churn are negative. `customers` are positive counts. */
export interface BridgeRow extends Record<MovementType, bigint> {
  readonly opening: bigint;
  readonly closing: bigint;
  readonly customers: Readonly<Record<MovementType | 'opening' | 'closing', number>>;
}

interface Change {
  readonly type: MovementType;
  readonly amount: bigint;
}

const everyMovement = ({ movements }: Customer, span: Span): readonly Change[] =>
  movements
    .filter(({ time }) => within(time, span))
    .map(({ type, before, after }) => ({ type, amount: after - before }));

/** At most one movement a customer: from what they were worth at the start to what they are worth at the end. */
const netMovement = ({ movements, worthBefore }: Customer, span: Span): readonly Change[] => {
  const [before, after] = [worthBefore(span.start), worthBefore(span.end)];
  if (before === after) return [];
  const everBefore = movements.some(({ time }) => time < span.start);
  return [{ type: typeOf(before, after, everBefore), amount: after - before }];
};

const TYPES = ['new', 'expansion', 'contraction', 'churn', 'reactivation'] as const;

export const bridgeRow = ({ customers }: Books, span: Span, basis: 'events' | 'net'): BridgeRow => {
  const changes = customers.flatMap((customer) =>
    basis === 'events' ? everyMovement(customer, span) : netMovement(customer, span),
  );
  const worths = (instant: number) => customers.map(({ worthBefore }) => worthBefore(instant));
  const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
  const having = (amounts: readonly bigint[]) => amounts.filter((amount) => amount > 0n).length;
  const of = (wanted: MovementType) => changes.filter(({ type }) => type === wanted);
  const each = <T>(what: (changes: readonly Change[]) => T) =>
    Object.fromEntries(TYPES.map((type) => [type, what(of(type))])) as Record<MovementType, T>;
  const [opening, closing] = [worths(span.start), worths(span.end)];
  return {
    opening: sum(opening),
    ...each((some) => sum(some.map(({ amount }) => amount))),
    closing: sum(closing),
    customers: { opening: having(opening), ...each((some) => some.length), closing: having(closing) },
  };
};
