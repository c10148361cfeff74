/** Values of one call as they go over the wire, and how many they are. */
export interface Values {
  readonly count: number;
  readonly bytes: Buffer;
}

export interface ValueList {
  readonly text: (value: string) => void;
  readonly bytes: (value: Uint8Array) => void;
  /** Once, at the end. */
  readonly finish: () => Values;
}

const DOLLAR = 36;
const ZERO = 48;
const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;
/** Room for the length of a value and what stands around it. */
const AROUND = 24;
const BEGIN = 16 * 1024;

/**
 * Writes values one after another in Redis's protocol (RESP2, bulk strings). A batch has tens of thousands of them: a string
 * and a buffer for each, which the client would put together itself, cost more than all that is in them.
 */
export const createValueList = (): ValueList => {
  let buffer = Buffer.allocUnsafe(BEGIN);
  let end = 0;
  let count = 0;

  const reserve = (length: number): void => {
    if (end + length + AROUND <= buffer.length) return;
    const grown = Buffer.allocUnsafe(2 * buffer.length + length + AROUND);
    buffer.copy(grown, 0, 0, end);
    buffer = grown;
  };

  const begin = (length: number): void => {
    count++;
    buffer[end++] = DOLLAR;
    if (length < 10) buffer[end++] = ZERO + length;
    else if (length < 100) {
      const tens = Math.floor(length / 10);
      buffer[end++] = ZERO + tens;
      buffer[end++] = ZERO + length - 10 * tens;
    } else end += buffer.write(String(length), end, 'latin1');
    endLine();
  };

  const endLine = (): void => {
    buffer[end++] = CARRIAGE_RETURN;
    buffer[end++] = LINE_FEED;
  };

  const bytes = (value: Uint8Array): void => {
    reserve(value.length);
    begin(value.length);
    // A call costs more than the few bytes that most values have.
    if (value.length < 32) for (let index = 0; index < value.length; index++) buffer[end++] = value[index]!;
    else {
      buffer.set(value, end);
      end += value.length;
    }
    endLine();
  };

  return {
    text: (value) => {
      const start = end;
      reserve(value.length);
      begin(value.length);
      for (let index = 0; index < value.length; index++) {
        const unit = value.charCodeAt(index);
        if (unit > 127) {
          // Its length in bytes is another one.
          end = start;
          count--;
          bytes(Buffer.from(value));
          return;
        }
        buffer[end++] = unit;
      }
      endLine();
    },
    bytes,
    finish: () => ({ count, bytes: buffer.subarray(0, end) }),
  };
};
