export interface Spread {
  readonly minimum: number;
  readonly median: number;
  readonly maximum: number;
}

/** Of an even number of values the lower of the two in the middle, so that it is one that was measured. */
export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    minimum: sorted[0] ?? Number.NaN,
    median: sorted[(sorted.length - 1) >> 1] ?? Number.NaN,
    maximum: sorted.at(-1) ?? Number.NaN,
  };
};
