declare module 'snappyjs' {
  export function compress(data: Uint8Array): Uint8Array;
  export function uncompress(data: Uint8Array): Uint8Array;
  const snappy: { compress: typeof compress; uncompress: typeof uncompress };
  export default snappy;
}

declare module 'lz4js' {
  const lz4: {
    compress(data: Uint8Array): Uint8Array | number[];
    decompress(data: Uint8Array): Uint8Array | number[];
  };
  export default lz4;
}
