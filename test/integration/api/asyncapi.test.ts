import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';
import { EVENT_TYPES } from '@tidemark/core';
import { Ajv, type AnySchema } from 'ajv';
import addFormats from 'ajv-formats';
import { sendFewCustomers } from '../support/fewCustomers.ts';
import { settled } from '../support/read.ts';
import { differenceOf } from '../support/reference/checkAnswer.ts';
import { sendEvents } from '../support/send.ts';
import { stack } from '../support/stack.ts';
import { followStream } from '../support/stream.ts';

/** The AsyncAPI document is valid by the specification's own schema, and true of what the stream sends. */

interface Channel {
  readonly address: string;
  readonly messages: Readonly<Record<string, { readonly payload: object; readonly title?: string }>>;
}
interface AsyncApi {
  readonly asyncapi: string;
  readonly channels: Readonly<Record<'events' | 'deadLetters' | 'stream', Channel>>;
}

let document: AsyncApi;
before(async () => {
  document = (await (await fetch(`${stack().api}/asyncapi.json`)).json()) as AsyncApi;
});

test('the document is valid AsyncAPI 3', () => {
  const file = createRequire(import.meta.url).resolve('@asyncapi/specs/schemas/3.0.0.json');
  const schema = JSON.parse(readFileSync(file, 'utf8')) as AnySchema;
  // The schema brings its own meta-schema along.
  const ajv = new Ajv({ strict: false, allErrors: true, meta: false, validateSchema: false });
  (addFormats as unknown as (validator: Ajv) => void)(ajv);
  const validate = ajv.compile(schema);
  assert.ok(validate(document), ajv.errorsText(validate.errors));
  assert.equal(document.asyncapi, '3.0.0');
});

test('the topic holds each type of event, in Avro', () => {
  const { address, messages } = document.channels.events;
  assert.equal(address, 'tidemark.customer.events.v1');
  assert.equal(document.channels.deadLetters.address, `${address}.dlq`);
  const titles = new Set(Object.values(messages).map(({ title }) => title));
  assert.deepEqual(titles, new Set(EVENT_TYPES));
  for (const { payload } of Object.values(messages)) {
    const { schemaFormat, schema } = payload as { schemaFormat: string; schema: { type: string } };
    assert.match(schemaFormat, /avro/);
    assert.equal(schema.type, 'record');
  }
});

test('each message of the stream is as published', async (t) => {
  const tenant = await sendFewCustomers('asyncapi');
  const rule = { name: 'Any MRR', metric: 'mrr', above: 1, channels: [{ type: 'log' }] };
  const following = await followStream(t, tenant);
  await following.find('snapshot', ({ event }) => event === 'metrics');
  await fetch(`${stack().api}/v1/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-tidemark-tenant': tenant },
    body: JSON.stringify(rule),
  });
  await sendEvents(tenant, [
    {
      id: 'new',
      type: 'purchase',
      time: new Date().toISOString(),
      customer: 'gus',
      amount: 300,
      currency: 'EUR',
      subscription: { id: 's', interval: 'month' },
    },
  ]);
  await settled();
  const { messages } = document.channels.stream;
  for (const name of Object.keys(messages)) await following.find(name, ({ event }) => event === name);
  for (const { event, data } of following.messages) {
    const contents = { 'application/json': messages[event]!.payload };
    const answer = { status: 200, contentType: 'application/json', text: JSON.stringify(data) };
    assert.equal(differenceOf({ answers: { 200: contents } }, answer), null, event);
  }
});
