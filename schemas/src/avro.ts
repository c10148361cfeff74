import avro, { type Schema, type Type } from 'avsc';
import { safeLong } from './safeLong.ts';
import { SafeMap } from './safeMap.ts';

type MapSchema = ConstructorParameters<typeof avro.types.MapType>[0];
type Options = ConstructorParameters<typeof avro.types.MapType>[1];

const kindOf = (schema: unknown): unknown =>
  typeof schema === 'object' && schema !== null && 'type' in schema ? schema.type : schema;

const ownTypes = (schema: unknown, options: Options): Type | undefined => {
  const kind = kindOf(schema);
  if (kind === 'long') return safeLong;
  return kind === 'map' ? new SafeMap(schema as MapSchema, options) : undefined;
};

/**
 * `never`: the values of our schemas, which hold no ambiguous union, are plain. `always`: any schema can be read, for
 * those of other writers, of which only a resolver into ours is used.
 */
export const avroType = (schema: string, wrapUnions: 'never' | 'always'): Type =>
  avro.Type.forSchema(JSON.parse(schema) as Schema, {
    wrapUnions,
    omitRecordMethods: true,
    typeHook: ownTypes,
  });
