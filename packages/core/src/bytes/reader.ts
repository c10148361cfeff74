const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Up to this length a text is put together faster than the decoder is called. */
const SHORT = 40;

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
    let low = 0;
    let scale = 1;
    // Seven bytes are 49 bits: what a number holds exactly.
    for (let count = 0; count < 7; count++) {
      const byte = this.byte();
      low += (byte & 127) * scale;
      if (byte < 128) return BigInt(low);
      scale *= 128;
    }
    let value = BigInt(low);
    for (let shift = 49n; ; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  }

  fixed16(): number {
    return this.byte() | (this.byte() << 8);
  }

  fixed24(): number {
    return this.fixed16() | (this.byte() << 16);
  }

  fixed32(): number {
    return (this.fixed16() | (this.fixed16() << 16)) >>> 0;
  }

  text(): string {
    const length = this.unsigned();
    const start = this.#position;
    const bytes = this.bytes(length);
    if (length > SHORT) return UTF8.decode(bytes);
    let value = '';
    for (let index = start; index < this.#position; index++) {
      const byte = this.#bytes[index]!;
      if (byte > 127) return UTF8.decode(bytes);
      value += String.fromCharCode(byte);
    }
    return value;
  }

  /** A view, not a copy. */
  bytes(length: number): Uint8Array {
    const end = this.#position + length;
    if (end > this.#bytes.length) throw new RangeError('stored state ends within a value');
    const value = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return value;
  }
}
