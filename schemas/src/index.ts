export * from './codec.ts';
export type { Decode, JsonLike } from './decoder.ts';
export type { Encode } from './encoder.ts';
export { schemaText } from './files.ts';
export * from './registryAnswers.ts';
export { LATEST, VERSIONS } from './versions.ts';
