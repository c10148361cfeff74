import { HOT, type PartName } from '@tidemark/core';
import { keyText, type PartAddress, type Plan } from '@tidemark/pipeline';

/** Parts of one partition's customers in memory, where a worker has Redis. */
export interface HeldParts {
  readonly hot: (customer: string) => Uint8Array | null;
  readonly read: (part: PartAddress) => Uint8Array | null;
  readonly write: (customers: Plan['customers']) => void;
}

const SLAB = 4 * 1024 * 1024;
/** Room and length of a part, before its bytes. */
const HEAD = 8;

const nameOf = (customer: string, { kind, index }: PartName): string => `${customer} ${kind} ${index}`;

/**
 * All bytes lie in a few large pieces: an array of its own for each of millions of parts would be walked by the collector, and that would be
 * measured as the worker's.
 */
export const createHeldParts = (): HeldParts => {
  const slabs: Buffer[] = [];
  const places = new Map<string, number>();
  let end = SLAB;

  const placeOf = (room: number): number => {
    if (end + HEAD + room > SLAB) {
      slabs.push(Buffer.allocUnsafeSlow(Math.max(SLAB, HEAD + room)));
      end = 0;
    }
    const place = (slabs.length - 1) * SLAB + end;
    slabs.at(-1)!.writeUInt32LE(room, end);
    end += HEAD + room;
    return place;
  };

  const at = (place: number) => ({ slab: slabs[Math.floor(place / SLAB)]!, start: place % SLAB });

  const get = (name: string): Uint8Array | null => {
    const place = places.get(name);
    if (place === undefined) return null;
    const { slab, start } = at(place);
    return slab.subarray(start + HEAD, start + HEAD + slab.readUInt32LE(start + 4));
  };

  const put = (name: string, before: Uint8Array, bytes: Uint8Array): void => {
    const length = before.length + bytes.length;
    const held = places.get(name);
    const fits = held !== undefined && at(held).slab.readUInt32LE(at(held).start) >= length;
    const place = fits ? held : placeOf(length + (length >> 1));
    const { slab, start } = at(place);
    slab.writeUInt32LE(length, start + 4);
    if (!fits) slab.set(before, start + HEAD);
    slab.set(bytes, start + HEAD + before.length);
    places.set(name, place);
  };

  const NOTHING = new Uint8Array();
  return {
    hot: (customer) => get(nameOf(customer, HOT)),
    read: ({ key, ...part }) => get(nameOf(keyText(key), part)),
    write: (customers) => {
      for (const { key, parts } of customers)
        for (const part of parts) {
          const name = nameOf(keyText(key), part);
          put(name, (part.append ? get(name) : null) ?? NOTHING, part.bytes);
        }
    },
  };
};
