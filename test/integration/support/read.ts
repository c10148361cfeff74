import { type Fraction, fromDecimal } from '../../oracles/fraction.ts';
import { eventually } from './eventually.ts';
import { stack } from './stack.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export const get = async (tenant: string, path: string): Promise<Answer> => {
  const response = await fetch(`${stack().api}${path}`, { headers: { 'x-tidemark-tenant': tenant } });
  return { status: response.status, text: await response.text() };
};

const checked = async (tenant: string, path: string): Promise<string> => {
  const { status, text } = await get(tenant, path);
  if (status !== 200) throw new Error(`GET ${path} of ${tenant}: ${status} ${text.slice(0, 1_000)}`);
  return text;
};

/** For answers without amounts. */
export const read = async <T>(tenant: string, path: string): Promise<T> =>
  JSON.parse(await checked(tenant, path)) as T;

/** Every number of the answer becomes a fraction by its text: nothing is lost past 2^53. */
export const readExact = async <T>(tenant: string, path: string): Promise<T> => {
  const exact = (_key: string, value: unknown, { source }: { source: string }): unknown =>
    typeof value === 'number' ? fromDecimal(source) : value;
  return JSON.parse(await checked(tenant, path), exact as Parameters<typeof JSON.parse>[1]) as T;
};

export interface Parts {
  readonly value: Fraction | null;
  readonly numerator: Fraction | null;
  readonly denominator: Fraction | null;
}

export interface Status {
  readonly accepted: number;
  readonly applied: number;
  readonly stored: number;
  readonly pending: number;
  readonly data_through: string;
  readonly dead_letters: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly rebuilding: { readonly applied: number; readonly of: number } | null;
  readonly waiting: readonly {
    readonly partition: number;
    readonly since: string;
    readonly reason: string;
  }[];
  readonly audit: {
    readonly checked_at: string;
    readonly checks: number;
    readonly mismatches: number;
    readonly failing: readonly string[];
  } | null;
}

export const readStatus = (): Promise<Status> => read<Status>('demo', '/v1/status');

/** Until everything that was accepted before this call is in both stores. */
export const settled = (limit = 120_000): Promise<Status> => {
  // An answer may tell of the log as it was a moment ago: only a look that began after this call counts.
  const asked = Date.now();
  return eventually(
    'everything accepted is applied and stored',
    async () => {
      const status = await readStatus();
      return status.pending === 0 && Date.parse(status.data_through) > asked ? status : undefined;
    },
    limit,
  );
};
