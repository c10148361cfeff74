/** The part of avsc's cursor over bytes that our own types use. */
export interface Tap {
  readonly buf: Buffer;
  pos: number;
  isValid(): boolean;
  readLong(): number;
  skipLong(): void;
  readString(): string | undefined;
  skipString(): void;
}
