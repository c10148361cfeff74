import { useAnswer } from './useAnswer.ts';

/** An event as it was sent, and when it was known. */
export interface Entry {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly effective: string;
  readonly known_at: string;
  readonly late: boolean;
  readonly event: Readonly<Record<string, unknown>>;
}

/** Every event of a customer that counts, in order. */
export const useTimeline = (customer: string) =>
  useAnswer<{ readonly events: readonly Entry[] }>(`/v1/customers/${encodeURIComponent(customer)}/timeline`);
