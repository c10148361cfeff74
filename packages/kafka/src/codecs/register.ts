import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import kafkajs from 'kafkajs';
import { compressLz4, decompressLz4 } from './lz4.ts';
import { compressSnappy, decompressSnappy } from './snappy.ts';

const toZstd = promisify(zstdCompress);
const fromZstd = promisify(zstdDecompress);

interface Encoder {
  readonly buffer: Buffer;
}

const codec = (
  compress: (data: Buffer) => Buffer | Promise<Buffer>,
  decompress: (data: Buffer) => Buffer | Promise<Buffer>,
) => ({
  compress: async (encoder: Encoder): Promise<Buffer> => compress(encoder.buffer),
  decompress: async (data: Buffer): Promise<Buffer> => decompress(data),
});

/** Without these a single batch that some other producer wrote in snappy, lz4 or zstd stops the consumer for good. */
export const registerCodecs = (): void => {
  const { CompressionCodecs, CompressionTypes } = kafkajs;
  const snappy = codec(compressSnappy, decompressSnappy);
  const frames = codec(compressLz4, decompressLz4);
  const zstd = codec(
    (data) => toZstd(data),
    (data) => fromZstd(data),
  );
  CompressionCodecs[CompressionTypes.Snappy] = () => snappy;
  CompressionCodecs[CompressionTypes.LZ4] = () => frames;
  CompressionCodecs[CompressionTypes.ZSTD] = () => zstd;
};
