/** An event as a line of JSON, and what to tell whoever sent it. */
export interface Pending {
  readonly id: string;
  readonly line: string;
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Takes from the front what fits one request, at least one. */
export const takeBatch = (pending: Pending[], events: number, bytes: number): Pending[] => {
  let count = 0;
  let size = 0;
  while (count < pending.length && count < events) {
    size += pending[count]!.bytes + 1;
    if (count > 0 && size > bytes) break;
    count++;
  }
  return pending.splice(0, count);
};
