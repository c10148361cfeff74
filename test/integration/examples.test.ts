import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { METRICS, STORIES } from '@tidemark/core';
import { read, settled } from './support/read.ts';
import { sendEvents } from './support/send.ts';

/** Worked examples of metrics that are counted from history; the others are worked by core alone (metrics/example.test.ts). */

const run = randomUUID().slice(0, 8);

for (const { id, example } of METRICS.filter(({ fromHistory }) => fromHistory === true))
  test(`the worked example of ${id}`, async () => {
    const tenant = `example-${id.replaceAll('_', '-')}-${run}`;
    const { events, lastDay, window } = STORIES[example.story];
    await sendEvents(
      tenant,
      events.map((event, index) => ({ id: `event ${index + 1}`, ...event })),
    );
    await settled();
    const { value } = await read<{ value: number | null }>(
      tenant,
      `/v1/metrics/${id}?window=${window}&at=${lastDay}`,
    );
    assert.equal(value, Number(example.value));
  });
