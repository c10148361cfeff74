import type { Event } from '../event/event.ts';
import { timelineOf } from '../stored/chunks.ts';
import { hotOf, writesOf } from '../stored/close.ts';
import { decodeHot } from '../stored/hot.ts';
import { countActs, type Joined, join, type VersionedDefinitions } from '../stored/join.ts';
import { chunksToRead, openCustomer, supply } from '../stored/openCustomer.ts';
import type { PartName } from '../stored/parts.ts';
import type { TermSink } from '../terms/sink.ts';
import { type CustomerState, EMPTY_STATE } from '../timeline/state.ts';

/** One customer in a store of parts, as the simplest store would hold them. */
export interface StoredCustomer {
  /** A batch of events; answers what became of each, and how often a part had to be read. */
  readonly batch: (
    events: readonly Event[],
    definitions: VersionedDefinitions,
    sinkOf: (event: number) => TermSink,
  ) => { readonly joined: readonly Joined[]; readonly reads: number };
  readonly whole: () => CustomerState;
  readonly bytes: (kind: PartName['kind']) => number;
}

const addressOf = ({ kind, index }: PartName): string => `${kind} ${index}`;

const concat = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};

export const createStoredCustomer = (): StoredCustomer => {
  const parts = new Map<string, Uint8Array>();
  const read = (names: readonly PartName[]) => names.map((name) => parts.get(addressOf(name)) ?? null);
  const open = () => {
    const hot = parts.get('hot 0');
    return openCustomer(hot === undefined ? null : decodeHot(hot));
  };

  return {
    batch: (events, definitions, sinkOf) => {
      const customer = open();
      let reads = 0;
      const joinOne = (event: Event, index: number): Joined => {
        for (;;) {
          const joined = join(customer, event, definitions, sinkOf(index));
          if (joined.outcome !== 'needs') return joined;
          supply(customer, joined.parts, read(joined.parts));
          reads++;
        }
      };
      const joined = events.map(joinOne);
      countActs(customer, definitions.definitions, sinkOf(events.length - 1));
      if (joined.some(({ outcome }) => outcome === 'applied'))
        for (const write of writesOf(customer, hotOf(customer))) {
          const held = write.append ? parts.get(addressOf(write)) : undefined;
          parts.set(addressOf(write), concat(held ?? new Uint8Array(), write.bytes));
        }
      return { joined, reads };
    },
    whole: () => {
      const customer = open();
      return customer.facts === 0 ? EMPTY_STATE : timelineOf(read(chunksToRead(customer)), customer.facts);
    },
    bytes: (kind) => {
      let sum = 0;
      for (const [address, bytes] of parts) if (address.startsWith(kind)) sum += bytes.length;
      return sum;
    },
  };
};
