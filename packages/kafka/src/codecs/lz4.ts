import lz4 from 'lz4js';

/** Magic number, version 1 with independent blocks, blocks of at most 64 KiB, and the checksum of those two bytes. */
const HEADER = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82]);
const BLOCK = 64 * 1024;
const AS_IT_IS = 0x8000_0000;
const HASHES = 1 << 16;

const lengthBytes = (length: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(length);
  return bytes;
};

/** An LZ4 frame. The library's own has blocks that refer to earlier ones, which brokers refuse. */
export const compressLz4 = (data: Buffer): Buffer => {
  const parts: Uint8Array[] = [HEADER];
  for (let start = 0; start < data.length; start += BLOCK) {
    const block = data.subarray(start, start + BLOCK);
    const packed = new Uint8Array(lz4.compressBound(block.length));
    const length = lz4.compressBlock(block, packed, 0, block.length, new Uint32Array(HASHES));
    if (length === 0 || length >= block.length)
      parts.push(lengthBytes((AS_IT_IS | block.length) >>> 0), block);
    else parts.push(lengthBytes(length), packed.subarray(0, length));
  }
  return Buffer.concat([...parts, lengthBytes(0)]);
};

export const decompressLz4 = (data: Buffer): Buffer => Buffer.from(lz4.decompress(data));
