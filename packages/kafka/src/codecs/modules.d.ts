declare module 'snappyjs' {
  export function compress(data: Uint8Array): Uint8Array;
  export function uncompress(data: Uint8Array): Uint8Array;
  const snappy: { compress: typeof compress; uncompress: typeof uncompress };
  export default snappy;
}

declare module 'lz4js' {
  const lz4: {
    compressBound(length: number): number;
    /** Answers how many bytes of `target` were written; 0 where nothing could be packed. */
    compressBlock(
      source: Uint8Array,
      target: Uint8Array,
      start: number,
      length: number,
      hashes: Uint32Array,
    ): number;
    decompress(data: Uint8Array): Uint8Array | number[];
  };
  export default lz4;
}
