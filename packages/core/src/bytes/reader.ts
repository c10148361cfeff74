const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads what ByteWriter wrote, in the same order. Throws RangeError past the end: stored bytes are never half a value. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#position >= this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes[this.#position++];
    if (value === undefined) throw new RangeError('stored state ends within a value');
    return value;
  }

  unsigned(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  signed(): number {
    const first = this.byte();
    const magnitude = (first & 63) + (first & 128 ? this.unsigned() * 64 : 0);
    return first & 64 ? -magnitude : magnitude;
  }

  big(): bigint {
    let value = 0n;
    let shift = 0n;
    for (;;) {
      const byte = this.byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
      shift += 7n;
    }
  }

  fixed32(): number {
    let value = 0;
    for (let shift = 0; shift < 32; shift += 8) value |= this.byte() << shift;
    return value >>> 0;
  }

  text(): string {
    const length = this.unsigned();
    const end = this.#position + length;
    if (end > this.#bytes.length) throw new RangeError('stored state ends within a value');
    const value = UTF8.decode(this.#bytes.subarray(this.#position, end));
    this.#position = end;
    return value;
  }
}
