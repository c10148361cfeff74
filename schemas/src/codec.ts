import { createDecoder, type Decode, type Reader } from './decoder.ts';
import { createEncoder, type Encode } from './encoder.ts';
import { schemaText } from './files.ts';
import { frameId } from './frame.ts';
import { currentSchemas, readerFor } from './readers.ts';
import { fetchSchema, registerSchema } from './registryClient.ts';
import { LATEST, VERSIONS } from './versions.ts';

/** Events to bytes and back. */
export interface EventCodec {
  readonly encode: Encode;
  readonly decode: Decode;
  /**
   * Fetches the writers' schemas that these values name and that are not known yet, so that `decode` need not wait. Resolves
   * at once without a registry. Rejects where the registry cannot be asked, which may pass.
   */
  readonly prepare: (values: Iterable<Uint8Array | null>) => Promise<void>;
}

/** Schema ids are fixed and our own. */
export const createLocalCodec = (): EventCodec => {
  const current = currentSchemas();
  const readers = new Map(VERSIONS.map((version) => [version.id, readerFor(current, schemaText(version))]));
  const writers = new Map(LATEST.map(({ id, type }, index) => [type, { id, type: current[index]!.type }]));
  return {
    encode: createEncoder(writers),
    decode: createDecoder((id) => readers.get(id)),
    prepare: () => Promise.resolve(),
  };
};

/** Schema ids are those of a Confluent-compatible registry, where our schemas are registered. Rejects where it cannot be reached. */
export const createRegistryCodec = async (url: string): Promise<EventCodec> => {
  const current = currentSchemas();
  const readers = new Map<number, Reader | undefined>();
  const writers = new Map<
    Parameters<Encode>[0]['type'],
    { id: number; type: (typeof current)[number]['type'] }
  >();
  // Older versions first: a registry counts versions in the order they come.
  for (const version of VERSIONS.toSorted((a, b) => a.version - b.version)) {
    const text = schemaText(version);
    const ours = current.find(({ event }) => event === version.type)!;
    const id = await registerSchema(url, ours.subject, text);
    readers.set(id, readerFor(current, text));
    writers.set(version.type, { id, type: ours.type });
  }
  return {
    encode: createEncoder(writers),
    decode: createDecoder((id) => readers.get(id)),
    prepare: async (values) => {
      for (const value of values) {
        const id = value === null ? null : frameId(value);
        if (id === null || readers.has(id)) continue;
        const text = await fetchSchema(url, id);
        readers.set(id, text === null ? undefined : readerFor(current, text));
      }
    },
  };
};

export const createCodec = async (registryUrl: string | null): Promise<EventCodec> =>
  registryUrl === null ? createLocalCodec() : createRegistryCodec(registryUrl);
