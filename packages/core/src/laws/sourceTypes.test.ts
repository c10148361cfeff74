import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contributionsOf } from '../alerts/crossing.ts';
import type { Event } from '../event/event.ts';
import { METRICS } from '../metrics/catalogue.ts';
import { spanOf } from '../metrics/metric.ts';
import { sourceTypes } from '../metrics/sourceTypes.ts';
import type { Definitions } from '../transition.ts';
import { anyDefinitions, distinctStream, LAST_DAY } from './arbitrary.ts';
import { law } from './runs.ts';

const someDay = fc.integer({ min: 0, max: LAST_DAY });

law(
  'events of types that a metric does not name as its source change nothing of it, whatever stands beside them',
  [distinctStream, anyDefinitions, someDay, fc.constantFrom(...METRICS), fc.nat()],
  (events, definitions, day, metric, at) => {
    const standing = events.filter(({ type }) => type !== 'void');
    const types = new Set<string>(sourceTypes(metric));
    assert.ok(types.size > 0);
    const span = spanOf(metric.windows[at % metric.windows.length]!);
    const terms = new Set(metric.terms(span));
    const changed = (of: readonly Event[], given: Definitions) =>
      contributionsOf(of, terms, day, given)
        .map(({ time, changes }) => ({ time, changes: [...changes].filter(([, delta]) => delta !== 0n) }))
        .filter(({ changes }) => changes.length > 0);
    const counted = standing.filter(({ type }) => types.has(type));
    assert.deepEqual(changed(counted, definitions), changed(standing, definitions), metric.id);
  },
  2_000,
);
