import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { settled } from '../integration/support/read.ts';
import { sendEvents } from '../integration/support/send.ts';
import { putSettings, randomTenants, today } from '../integration/support/tenants.ts';
import { booksOf } from '../oracles/books.ts';
import { type Fraction, toNumber } from '../oracles/fraction.ts';
import { propertyParameters } from '../oracles/generate.ts';
import { metricsOf } from '../oracles/metrics.ts';
import { windowSpan } from '../oracles/span.ts';
import { assertClean, numberIn, useBrowser } from './support/open.ts';

/** What stands on the pages of a random tenant is what the oracle counts, with no API between the two. */

const { seed } = propertyParameters(1);
const [drawn] = randomTenants(`page-${randomUUID().slice(0, 8)}`, 1, seed);
const { tenant, settings, log } = drawn!;
const open = useBrowser();

before(async () => {
  await putSettings(tenant, settings);
  await sendEvents(tenant, log);
  await settled();
});

/** By how much the number is written larger than the API's, and half of the last place that is written. */
const scaleOf = (text: string): readonly [scale: number, error: number] => {
  if (text.includes('%')) return [100, 0.005];
  if (/\p{Sc}/u.test(text)) return [0.01, 0.005];
  const places = /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
  return [1, 0.5 * 10 ** -places];
};

const difference = (text: string, exact: Fraction | null): string | null => {
  const isNone = !/\d/.test(text);
  if (exact === null || isNone) return (exact === null) === isNone ? null : `${text}, not ${String(exact)}`;
  const [scale, error] = scaleOf(text);
  const wanted = toNumber(exact) * scale;
  // Numbers near 2^53 cents are compared as far as a number can tell them apart.
  const rounding = 2 * Number.EPSILON * Math.abs(wanted);
  return Math.abs(numberIn(text) - wanted) <= error + 1e-9 + rounding ? null : `${text}, not ${wanted}`;
};

test(`every number of the tiles is the oracle’s: seed ${seed}`, async () => {
  const opened = await open({ tenant, path: '/' });
  const seen = new Set<string>();
  for (const [path, window] of [
    ['/', 30],
    ['/', 365],
    ['/retention', 90],
    ['/voice', 365],
    ['/purchases', 365],
  ] as const) {
    await opened.show(`${path}?window=${window}d`);
    const day = today(settings.time_zone);
    const exact = metricsOf(booksOf(log, settings), windowSpan(day, window, settings.time_zone));
    const shown = await opened.page
      .locator('[data-metric]')
      .evaluateAll((places) =>
        places.map((place) => [
          place.getAttribute('data-metric') ?? '',
          place.querySelector('.value, .fact-value')?.textContent ?? '',
        ]),
      );
    assert.ok(shown.length >= 4, path);
    const wrong = shown.flatMap(([metric, text]) => {
      seen.add(metric!);
      const found = difference(text!, exact[metric!] ?? null);
      return found === null ? [] : [`${path} ${window}d ${metric}: ${found}`];
    });
    assert.deepEqual(wrong, []);
  }
  assert.ok(seen.size >= 20, [...seen].join());
  assertClean(opened);
});
