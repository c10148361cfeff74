import type { Fact } from '../timeline/fact.ts';
import type { Definitions } from '../transition.ts';
import type { TermChanges } from './changes.ts';

/**
 * Terms that are computed together. `add` adds `sign` times the family's step functions for one customer whose standing
 * facts are `facts`; the difference of two calls is what an event changes. Pure but for `changes`.
 */
export interface TermFamily {
  readonly name: string;
  /** Facts of other types cannot change these terms. */
  readonly reads: ReadonlySet<Fact['type']>;
  /** True where each fact adds its own part whatever the others are: then only the changed fact is looked at. */
  readonly additive: boolean;
  readonly add: (
    facts: readonly Fact[],
    definitions: Definitions,
    sign: 1n | -1n,
    changes: TermChanges,
  ) => void;
}
