/** How many requests one key may make a minute. A quota that was not used for a minute is whole again; until then it fills evenly. */

const WINDOW = 60_000;
const SECOND = 1_000;

export interface Allowance {
  readonly allowed: boolean;
  /** Requests that may follow at once. */
  readonly remaining: number;
  /** Whole seconds until the quota is whole again. */
  readonly reset: number;
  /** Whole seconds until the next request is allowed; 0 where it is now. */
  readonly retryAfter: number;
}

export interface RateLimiter {
  readonly quota: number;
  readonly take: (key: string, now: number) => Allowance;
}

const seconds = (milliseconds: number): number => Math.ceil(milliseconds / SECOND);

/** Of one key, all that is kept is when its quota is whole again: each request moves that by its share of the window. */
export const createRateLimiter = (quota: number): RateLimiter => {
  const share = WINDOW / quota;
  const wholeAt = new Map<string, number>();
  return {
    quota,
    take: (key, now) => {
      const used = Math.max(0, (wholeAt.get(key) ?? 0) - now);
      const allowed = used + share <= WINDOW;
      const after = allowed ? used + share : used;
      wholeAt.set(key, now + after);
      return {
        allowed,
        remaining: Math.floor((WINDOW - after) / share),
        reset: seconds(after),
        retryAfter: allowed ? 0 : seconds(used + share - WINDOW),
      };
    },
  };
};

/** Fields of draft-ietf-httpapi-ratelimit-headers. */
export const rateLimitHeaders = (
  { quota }: RateLimiter,
  { remaining, reset }: Allowance,
): Readonly<Record<string, string>> => ({
  'ratelimit-policy': `"key";q=${quota};w=${WINDOW / SECOND}`,
  ratelimit: `"key";r=${remaining};t=${reset}`,
});
