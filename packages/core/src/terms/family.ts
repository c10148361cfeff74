import type { Recent } from '../recent/recent.ts';
import type { Fact } from '../timeline/fact.ts';
import type { Definitions } from '../transition.ts';
import type { TermChanges } from './changes.ts';
import type { TermSink } from './sink.ts';

/** One fact that began or ceased to count, between two sets of standing facts, each in order. */
export interface FactChange {
  readonly before: readonly Fact[];
  readonly after: readonly Fact[];
  readonly fact: Fact;
  /** 1: only `after` holds it. −1: only `before` does. */
  readonly sign: 1n | -1n;
}

/** What a family adds where a fact joins the end of its timeline. */
export interface AtEnd {
  /** Whether `recent` says all that is needed about this fact. */
  readonly isEnough: (recent: Recent, fact: Fact) => boolean;
  /** Does what `change` would do. Asked only where `isEnough`, and `recent` is that from before the fact. */
  readonly add: (recent: Recent, fact: Fact, definitions: Definitions, sink: TermSink) => void;
}

/** Terms that are computed together: `change` adds what the change of one fact does to them. Pure but for `changes`. */
export interface TermFamily {
  readonly name: string;
  /** Facts of other types cannot change these terms. */
  readonly reads: ReadonlySet<Fact['type']>;
  readonly change: (change: FactChange, definitions: Definitions, changes: TermChanges) => void;
  /** The quick way for the latest fact of a timeline. Without it facts this family reads always meet the whole timeline. */
  readonly atEnd?: AtEnd;
}

/** Adds `sign` times a family's step functions for one customer whose standing facts are `facts`. */
export type AddTerms = (
  facts: readonly Fact[],
  definitions: Definitions,
  sign: 1n | -1n,
  changes: TermChanges,
) => void;

/** For terms to which every fact adds its own part whatever the others are. */
export const eachFact =
  (add: AddTerms): TermFamily['change'] =>
  ({ fact, sign }, definitions, changes) =>
    add([fact], definitions, sign, changes);

/** The definition in general: all after, less all before. */
export const wholeTimeline =
  (add: AddTerms): TermFamily['change'] =>
  ({ before, after }, definitions, changes) => {
    add(before, definitions, -1n, changes);
    add(after, definitions, 1n, changes);
  };

/**
 * A family to which every fact adds its own part whatever the others are, so that the quick way is the definition. Most are of
 * this kind.
 */
export const eachAlone = <Type extends Fact['type']>(
  name: string,
  types: readonly Type[],
  add: (fact: Extract<Fact, { readonly type: Type }>, definitions: Definitions, sink: TermSink) => void,
): TermFamily => {
  // Only facts that the family reads come here.
  const one = (fact: Fact, definitions: Definitions, sink: TermSink): void =>
    add(fact as Extract<Fact, { readonly type: Type }>, definitions, sink);
  return {
    name,
    reads: new Set<Fact['type']>(types),
    change: ({ fact, sign }, definitions, changes) => one(fact, definitions, changes.sink(sign)),
    atEnd: {
      isEnough: () => true,
      add: (_, fact, definitions, sink) => one(fact, definitions, sink),
    },
  };
};
