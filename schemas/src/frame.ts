/** Confluent wire format: a zero byte, the schema's id in four bytes (big-endian), Avro. */
export const FRAME_LENGTH = 5;

export const writeFrame = (bytes: Buffer, id: number): void => {
  bytes[0] = 0;
  bytes.writeUInt32BE(id, 1);
};

/** Id of the writer's schema; null where the bytes are not framed. */
export const frameId = (bytes: Uint8Array): number | null => {
  if (bytes.length < FRAME_LENGTH || bytes[0] !== 0) return null;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
};
