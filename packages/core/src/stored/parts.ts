/** One part of a stored customer: the hot part (index 0), a chunk of facts, or a block of the filter of ids. */
export interface PartName {
  readonly kind: 'hot' | 'chunk' | 'seen';
  readonly index: number;
}

export interface PartWrite extends PartName {
  readonly bytes: Uint8Array;
  /** Put behind what the part holds; otherwise in its place. */
  readonly append: boolean;
}

export const HOT: PartName = { kind: 'hot', index: 0 };

/** Parts below this index are small and of many customers; what lies beyond belongs to few, whose facts are many. */
export const SHARED_PARTS = 8;
