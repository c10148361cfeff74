import { avroType } from './avro.ts';

/**
 * Whether what was written with one schema can be read with another, by Avro's rules of resolution. BACKWARD: the newer reads
 * the older; FORWARD: the older reads the newer. Answers why not, or null.
 */
export const incompatibility = (reader: string, writer: string): string | null => {
  try {
    avroType(reader, 'always').createResolver(avroType(writer, 'always'));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
