import { HOT, type PartName } from '@tidemark/core';
import { keyText, type PartAddress, type Plan } from '@tidemark/pipeline';

/** Parts of one partition's customers in memory, where a worker has Redis. */
export interface HeldParts {
  readonly hot: (customer: string) => Uint8Array | null;
  readonly read: (part: PartAddress) => Uint8Array | null;
  readonly write: (customers: Plan['customers']) => void;
}

const nameOf = (customer: string, { kind, index }: PartName): string => `${customer} ${kind} ${index}`;

export const createHeldParts = (): HeldParts => {
  const parts = new Map<string, Uint8Array>();
  const get = (name: string): Uint8Array | null => parts.get(name) ?? null;
  return {
    hot: (customer) => get(nameOf(customer, HOT)),
    read: ({ key, ...part }) => get(nameOf(keyText(key), part)),
    write: (customers) => {
      for (const { key, parts: written } of customers)
        for (const part of written) {
          const name = nameOf(keyText(key), part);
          const before = part.append ? parts.get(name) : undefined;
          // A copy: what a plan holds are pieces of larger buffers.
          parts.set(name, before === undefined ? part.bytes.slice() : Buffer.concat([before, part.bytes]));
        }
    },
  };
};
