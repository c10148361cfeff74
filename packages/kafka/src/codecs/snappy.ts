import snappy from 'snappyjs';

/** What the Java client writes: a header, then blocks with their length before them ("xerial" framing). */
const MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const HEADER_LENGTH = MAGIC.length + 8;
const BLOCK = 32 * 1024;

export const compressSnappy = (data: Buffer): Buffer => {
  const header = Buffer.alloc(HEADER_LENGTH);
  MAGIC.copy(header);
  header.writeInt32BE(1, MAGIC.length);
  header.writeInt32BE(1, MAGIC.length + 4);
  const parts: Uint8Array[] = [header];
  for (let start = 0; start < data.length; start += BLOCK) {
    const block = snappy.compress(new Uint8Array(data.subarray(start, start + BLOCK)));
    const length = Buffer.alloc(4);
    length.writeInt32BE(block.length);
    parts.push(length, block);
  }
  return Buffer.concat(parts);
};

/** Framed or bare: some clients write one bare block. */
export const decompressSnappy = (data: Buffer): Buffer => {
  if (!data.subarray(0, MAGIC.length).equals(MAGIC)) return Buffer.from(snappy.uncompress(data));
  const parts: Uint8Array[] = [];
  let position = HEADER_LENGTH;
  while (position < data.length) {
    const start = position + 4;
    position = start + data.readInt32BE(position);
    parts.push(snappy.uncompress(data.subarray(start, position)));
  }
  return Buffer.concat(parts);
};
