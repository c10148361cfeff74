import avro, { type Schema, type Type } from 'avsc';

interface Tap {
  isValid(): boolean;
  readLong(): number;
  skipLong(): void;
  readString(): string | undefined;
  skipString(): void;
}

interface Internals {
  readonly valuesType: { _read(tap: Tap): unknown; _skip(tap: Tap): void };
}

/** avsc's own reader of maps turns as often as the bytes say, past their end too, and cannot hold a key named __proto__. */
class SafeMap extends avro.types.MapType {
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

const eachEntry = (tap: Tap, visit: () => void): void => {
  for (let size = tap.readLong(); size !== 0; size = tap.readLong()) {
    if (size < 0) tap.skipLong();
    for (let left = Math.abs(size); left > 0; left--) {
      visit();
      if (!tap.isValid()) throw new Error('truncated buffer');
    }
  }
};

type MapSchema = ConstructorParameters<typeof avro.types.MapType>[0];

const isMap = (schema: unknown): boolean =>
  typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'map';

/**
 * `never`: the values of our schemas, which hold no ambiguous union, are plain. `always`: any schema can be read, for
 * those of other writers, of which only a resolver into ours is used.
 */
export const avroType = (schema: string, wrapUnions: 'never' | 'always'): Type =>
  avro.Type.forSchema(JSON.parse(schema) as Schema, {
    wrapUnions,
    omitRecordMethods: true,
    typeHook: (inner, options) => (isMap(inner) ? new SafeMap(inner as MapSchema, options) : undefined),
  });
