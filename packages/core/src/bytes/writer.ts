const UTF8 = new TextEncoder();

/** Grows as needed. Integers are LEB128 varints, strings are UTF-8 with their length before them. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** An integer from 0 to 2^53 − 1. */
  unsigned(value: number): void {
    this.#reserve(8);
    let rest = value;
    // Beyond 31 bits the quick operators would cut.
    while (rest >= 0x7fffffff) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  /** An integer whose magnitude is below 2^53: the first byte holds the sign and six bits, the others follow as unsigned. */
  signed(value: number): void {
    const magnitude = Math.abs(value);
    const rest = Math.floor(magnitude / 64);
    this.byte((magnitude % 64) | (value < 0 ? 64 : 0) | (rest > 0 ? 128 : 0));
    if (rest > 0) this.unsigned(rest);
  }

  /** An integer of any size, from 0. */
  big(value: bigint): void {
    if (value <= Number.MAX_SAFE_INTEGER) {
      this.unsigned(Number(value));
      return;
    }
    let rest = value;
    while (rest >= 128n) {
      this.byte(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    this.byte(Number(rest));
  }

  /** An integer from 0 to 2^16 − 1 in two bytes. */
  fixed16(value: number): void {
    this.#reserve(2);
    this.#bytes[this.#length++] = value & 255;
    this.#bytes[this.#length++] = value >>> 8;
  }

  /** An integer from 0 to 2^32 − 1 in four bytes. */
  fixed32(value: number): void {
    this.fixed16(value & 0xffff);
    this.fixed16(value >>> 16);
  }

  text(value: string): void {
    const start = this.#length;
    this.#reserve(value.length + 1);
    // Most texts are short and plain; the encoder costs more than they do.
    if (value.length < 128 && this.#ascii(value, start + 1)) {
      this.#bytes[start] = value.length;
      return;
    }
    this.#length = start;
    const bytes = UTF8.encode(value);
    this.unsigned(bytes.length);
    this.bytes(bytes);
  }

  #ascii(value: string, start: number): boolean {
    for (let index = 0; index < value.length; index++) {
      const unit = value.charCodeAt(index);
      if (unit > 127) return false;
      this.#bytes[start + index] = unit;
    }
    this.#length = start + value.length;
    return true;
  }

  bytes(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** Takes back what was written from `length` on. */
  truncate(length: number): void {
    this.#length = length;
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
