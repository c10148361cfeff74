const UTF8 = new TextEncoder();

/**
 * Grows as needed. Integers are LEB128 varints, strings are UTF-8 with their length before them. What is finished is a view of
 * the writer's slab, which is never written over: for many short results a slab of their own each would cost more than they do.
 */
export class ByteWriter {
  readonly #slab: number;
  #bytes: Uint8Array;
  #start = 0;
  #end = 0;

  constructor(slab = 256) {
    this.#slab = slab;
    this.#bytes = new Uint8Array(slab);
  }

  /** Bytes written since the last `finish`. */
  get length(): number {
    return this.#end - this.#start;
  }

  #reserve(count: number): void {
    if (this.#end + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#slab, 2 * this.length + count));
    grown.set(this.#bytes.subarray(this.#start, this.#end));
    this.#bytes = grown;
    this.#end -= this.#start;
    this.#start = 0;
  }

  byte(value: number): void {
    if (this.#end === this.#bytes.length) this.#reserve(1);
    this.#bytes[this.#end++] = value;
  }

  /** An integer from 0 to 2^53 − 1. */
  unsigned(value: number): void {
    this.#reserve(8);
    let rest = value;
    // Beyond 31 bits the quick operators would cut.
    while (rest >= 0x7fffffff) {
      this.#bytes[this.#end++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest >= 128) {
      this.#bytes[this.#end++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#bytes[this.#end++] = rest;
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
    const small = Number(value);
    if (Number.isSafeInteger(small)) {
      this.unsigned(small);
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
    this.#bytes[this.#end++] = value & 255;
    this.#bytes[this.#end++] = value >>> 8;
  }

  /** Integers from 0 to 2^16 − 1 in two bytes each. */
  allFixed16(values: readonly number[]): void {
    this.#reserve(2 * values.length);
    for (const value of values) {
      this.#bytes[this.#end++] = value & 255;
      this.#bytes[this.#end++] = value >>> 8;
    }
  }

  /** An integer from 0 to 2^24 − 1 in three bytes. */
  fixed24(value: number): void {
    this.fixed16(value & 0xffff);
    this.byte(value >>> 16);
  }

  /** An integer from 0 to 2^32 − 1 in four bytes. */
  fixed32(value: number): void {
    this.fixed16(value & 0xffff);
    this.fixed16(value >>> 16);
  }

  text(value: string): void {
    this.#reserve(value.length + 1);
    const start = this.#end;
    // Most texts are short and plain; the encoder costs more than they do.
    if (value.length < 128 && this.#ascii(value, start + 1)) {
      this.#bytes[start] = value.length;
      return;
    }
    this.#end = start;
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
    this.#end = start + value.length;
    return true;
  }

  bytes(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#end);
    this.#end += value.length;
  }

  /** Takes back what was written after the first `length` bytes. */
  truncate(length: number): void {
    this.#end = this.#start + length;
  }

  /** What was written, and begins anew. */
  finish(): Uint8Array {
    const finished = this.#bytes.subarray(this.#start, this.#end);
    this.#start = this.#end;
    return finished;
  }
}
