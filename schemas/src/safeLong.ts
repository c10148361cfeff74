import avro from 'avsc';
import type { Tap } from './tap.ts';

/**
 * avsc's own long refuses 2^53 − 1, which the contract allows, and reads numbers below −2^52 with the wrong sign. This one
 * holds every safe integer and refuses all others. Zigzag: the lowest bit says whether the rest is to be inverted.
 */
class SafeLong extends avro.types.LongType {
  _check(value: unknown, _flags: unknown, hook?: (value: unknown, type: unknown) => void): boolean {
    const safe = Number.isSafeInteger(value);
    if (!safe) hook?.(value, this);
    return safe;
  }

  _read(tap: Tap): number {
    let byte = tap.buf[tap.pos++]!;
    const inverted = (byte & 1) === 1;
    let magnitude = (byte & 0x7f) >> 1;
    for (let scale = 64; (byte & 0x80) !== 0; scale *= 128) {
      byte = tap.buf[tap.pos++]!;
      magnitude += (byte & 0x7f) * scale;
    }
    const value = inverted ? -magnitude - 1 : magnitude;
    if (!Number.isSafeInteger(value)) throw new Error('an integer past 2^53');
    return value;
  }

  _write(tap: Tap, value: number): void {
    if (!Number.isSafeInteger(value)) throw new Error(`no integer below 2^53: ${value}`);
    const magnitude = value < 0 ? -value - 1 : value;
    let byte = ((magnitude % 64) << 1) | (value < 0 ? 1 : 0);
    let rest = Math.floor(magnitude / 64);
    while (rest > 0) {
      tap.buf[tap.pos++] = byte | 0x80;
      byte = rest % 128;
      rest = Math.floor(rest / 128);
    }
    tap.buf[tap.pos++] = byte;
  }
}

export const safeLong = new SafeLong();
