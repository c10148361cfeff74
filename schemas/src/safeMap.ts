import avro from 'avsc';
import type { Tap } from './tap.ts';

interface Internals {
  readonly valuesType: { _read(tap: Tap): unknown; _skip(tap: Tap): void };
}

/** avsc's own map turns as often as the bytes say, past their end too, and cannot hold a key named __proto__. */
export class SafeMap extends avro.types.MapType {
  _read(this: Internals, tap: Tap): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    eachEntry(tap, () => {
      const key = tap.readString();
      if (key !== undefined) entries.push([key, this.valuesType._read(tap)]);
    });
    return Object.fromEntries(entries);
  }

  _skip(this: Internals, tap: Tap): void {
    eachEntry(tap, () => {
      tap.skipString();
      this.valuesType._skip(tap);
    });
  }
}

/** A block of entries begins with their number; a negative one is followed by the block's size in bytes. */
const eachEntry = (tap: Tap, visit: () => void): void => {
  for (let size = tap.readLong(); size !== 0; size = tap.readLong()) {
    if (size < 0) tap.skipLong();
    for (let left = Math.abs(size); left > 0; left--) {
      visit();
      if (!tap.isValid()) throw new Error('truncated buffer');
    }
  }
};
