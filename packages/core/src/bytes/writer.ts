const UTF8 = new TextEncoder();

/** Grows as needed. Integers are LEB128 varints, strings are UTF-8 with their length before them. */
export class ByteWriter {
  #bytes = new Uint8Array(128);
  #length = 0;

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
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
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
    let rest = value;
    while (rest >= 128n) {
      this.byte(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    this.byte(Number(rest));
  }

  /** An integer from 0 to 2^32 − 1 in four bytes. */
  fixed32(value: number): void {
    this.#reserve(4);
    for (let shift = 0; shift < 32; shift += 8) this.#bytes[this.#length++] = (value >>> shift) & 255;
  }

  text(value: string): void {
    const bytes = UTF8.encode(value);
    this.unsigned(bytes.length);
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}
