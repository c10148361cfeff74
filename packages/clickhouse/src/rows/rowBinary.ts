/** Writes values as ClickHouse's RowBinary: fixed integers little-endian, lengths as varints, no separators. Grows as needed. */
export class RowBinaryWriter {
  #buffer: Buffer;
  #length = 0;

  constructor(size: number) {
    this.#buffer = Buffer.allocUnsafe(size);
  }

  get length(): number {
    return this.#length;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + count));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }

  #varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.#buffer[this.#length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.#buffer[this.#length++] = rest;
  }

  text(value: string): void {
    const size = Buffer.byteLength(value);
    this.#reserve(size + 5);
    this.#varint(size);
    this.#length += this.#buffer.write(value, this.#length);
  }

  flag(value: boolean): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value ? 1 : 0;
  }

  int8(value: number): void {
    this.#reserve(1);
    this.#length = this.#buffer.writeInt8(value, this.#length);
  }

  uint16(value: number): void {
    this.#reserve(2);
    this.#length = this.#buffer.writeUInt16LE(value, this.#length);
  }

  uint32(value: number): void {
    this.#reserve(4);
    this.#length = this.#buffer.writeUInt32LE(value, this.#length);
  }

  /** An integer of magnitude below 2^53, as Int64 or UInt64. */
  int64(value: number): void {
    this.#reserve(8);
    this.#buffer.writeInt32LE(value | 0, this.#length);
    this.#buffer.writeInt32LE(Math.floor(value / 0x1_0000_0000), this.#length + 4);
    this.#length += 8;
  }

  int128(value: bigint): void {
    this.#reserve(16);
    this.#length = this.#buffer.writeBigUInt64LE(BigInt.asUintN(64, value), this.#length);
    this.#length = this.#buffer.writeBigInt64LE(BigInt.asIntN(64, value >> 64n), this.#length);
  }

  nullableInt64(value: number | null): void {
    this.flag(value === null);
    if (value !== null) this.int64(value);
  }

  texts(entries: readonly (readonly [string, string])[]): void {
    this.#reserve(5);
    this.#varint(entries.length);
    for (const [key, value] of entries) {
      this.text(key);
      this.text(value);
    }
  }

  finish(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }
}
