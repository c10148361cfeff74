import assert from 'node:assert/strict';
import { test } from 'node:test';
import kafkajs from 'kafkajs';
import snappy from 'snappyjs';
import { registerCodecs } from './register.ts';
import { compressSnappy, decompressSnappy } from './snappy.ts';

const samples = [
  Buffer.alloc(0),
  Buffer.from('a'),
  Buffer.from('tide'.repeat(50_000)),
  Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * i * 31 + (i >> 3)) & 255)),
];

test('every codec gives back what it was given', async () => {
  registerCodecs();
  const { CompressionCodecs, CompressionTypes } = kafkajs;
  for (const type of [CompressionTypes.Snappy, CompressionTypes.LZ4, CompressionTypes.ZSTD] as const) {
    const codec = CompressionCodecs[type]() as {
      compress(encoder: { buffer: Buffer }): Promise<Buffer>;
      decompress(data: Buffer): Promise<Buffer>;
    };
    for (const sample of samples) {
      const back = await codec.decompress(await codec.compress({ buffer: sample }));
      assert.ok(Buffer.isBuffer(back));
      assert.ok(back.equals(sample), `codec ${type}, ${sample.length} bytes`);
    }
  }
});

test('snappy is read framed and bare', () => {
  for (const sample of samples) {
    assert.ok(decompressSnappy(compressSnappy(sample)).equals(sample));
    assert.ok(decompressSnappy(Buffer.from(snappy.compress(new Uint8Array(sample)))).equals(sample));
  }
});
