import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createRateLimiter, rateLimitHeaders } from './rateLimit.ts';

const MINUTE = 60_000;

test('a quota may be used at once, fills evenly, and is each key’s own', () => {
  const limiter = createRateLimiter(3);
  const taken = () => limiter.take('a', 0);
  assert.deepEqual(
    [taken(), taken(), taken()].map(({ allowed, remaining, reset }) => [allowed, remaining, reset]),
    [
      [true, 2, 20],
      [true, 1, 40],
      [true, 0, 60],
    ],
  );
  assert.deepEqual(taken(), { allowed: false, remaining: 0, reset: 60, retryAfter: 20 });
  assert.equal(limiter.take('b', 0).allowed, true);
  assert.equal(limiter.take('a', MINUTE / 3 - 1).allowed, false);
  assert.equal(limiter.take('a', MINUTE / 3).allowed, true);
  assert.equal(limiter.take('a', MINUTE / 3).allowed, false);
  assert.equal(limiter.take('a', 10 * MINUTE).remaining, 2);
});

test('whenever requests come: never more than twice the quota a minute, and whoever waits as told is let in', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 }),
      (quota, pauses) => {
        const limiter = createRateLimiter(quota);
        const allowed: number[] = [];
        let now = 0;
        for (const pause of pauses) {
          now += pause;
          const { allowed: isIn, retryAfter } = limiter.take('a', now);
          if (isIn) allowed.push(now);
          else {
            now += retryAfter * 1_000;
            assert.ok(limiter.take('a', now).allowed);
            allowed.push(now);
          }
        }
        for (const start of allowed)
          assert.ok(allowed.filter((at) => at >= start && at < start + MINUTE).length <= 2 * quota);
      },
    ),
  );
});

test('the headers say the policy, what is left and when it is whole', () => {
  const limiter = createRateLimiter(600);
  assert.deepEqual(rateLimitHeaders(limiter, limiter.take('a', 0)), {
    'ratelimit-policy': '"key";q=600;w=60',
    ratelimit: '"key";r=599;t=1',
  });
});
