import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { type Event, parseEvent, recordKey } from '@tidemark/core';
import { createLocalCodec } from '@tidemark/schemas';
import { eventually } from '../support/eventually.ts';
import { type KeyedApi, startKeyedApi } from '../support/keyedApi.ts';
import { writeLetter, writeRecord } from '../support/letters.ts';
import { read } from '../support/read.ts';
import { stack } from '../support/stack.ts';

/** Dead letters by the API: listed in pages, looked at, sent again, each to whom it belongs. */

const TENANT = `letters-${randomUUID().slice(0, 8)}`;
const LOGIN = { id: 'login', type: 'activity', time: Date.now(), customer: 'ann', name: 'login' };

interface Letter {
  readonly origin: string;
  readonly tenant: string | null;
  readonly key: string | null;
  readonly error: string;
  readonly preview: string;
  readonly bytes: number;
  readonly replayed_at: string | null;
}
interface Page {
  readonly total: number;
  readonly counts: readonly { readonly error: string; readonly letters: number }[];
  readonly dead_letters: readonly Letter[];
  readonly next: string | null;
}

const replay = async (origin: string, body?: object): Promise<{ status: number; detail: string }> => {
  const response = await fetch(`${stack().api}/v1/dead-letters/${origin}/replay`, {
    method: 'POST',
    headers: {
      'x-tidemark-tenant': TENANT,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { detail = '' } = (await response.json()) as { detail?: string };
  return { status: response.status, detail };
};

const bytesOf = (fields: object): Buffer => {
  const parsed = parseEvent(LOGIN, { now: LOGIN.time });
  assert.ok(parsed.ok);
  return createLocalCodec().encode({ ...parsed.value, ...fields } as Event);
};

const listed = (query = ''): Promise<Page> => read<Page>(TENANT, `/v1/dead-letters?${query}`);

test('letters are listed in pages, looked at, and sent again where they are right by the rules of now', async () => {
  const misnamed = await writeRecord(recordKey(TENANT, 'bob'), bytesOf({}));
  const nameless = await writeRecord(recordKey(TENANT, 'ann'), bytesOf({ id: 'nameless', name: '' }));
  const broken = await writeLetter(TENANT, 'ann', 'no\u202e event');
  const all = await eventually('three letters', async () => {
    const page = await listed();
    return page.total === 3 ? page : undefined;
  });
  assert.deepEqual(Object.fromEntries(all.dead_letters.map(({ origin, error }) => [origin, error])), {
    [misnamed]: 'wrong_key',
    [nameless]: 'invalid_field',
    [broken]: 'undecodable',
  });
  assert.equal(
    all.counts.reduce((sum, { letters }) => sum + letters, 0),
    3,
  );
  const shown = all.dead_letters.find(({ origin }) => origin === broken)!;
  assert.deepEqual([shown.preview, shown.bytes, shown.key], ['no· event', 11, `${TENANT}:ann`]);

  const paged: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page = await listed(`limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
    paged.push(...page.dead_letters.map(({ origin }) => origin));
    cursor = page.next;
  }
  assert.deepEqual(
    paged,
    all.dead_letters.map(({ origin }) => origin),
  );
  assert.equal((await listed('error=wrong_key')).total, 1);

  const detail = await read<{ event: { id: string }; value_hex: string; is_mended: boolean }>(
    TENANT,
    `/v1/dead-letters/${misnamed}`,
  );
  assert.deepEqual([detail.event.id, detail.is_mended], ['login', true]);
  assert.equal(detail.value_hex, bytesOf({}).toString('hex'));

  assert.equal((await replay(misnamed)).status, 202);
  assert.deepEqual(await replay(broken), {
    status: 409,
    detail: `dead letter ${broken} is still wrong: expected Confluent wire format: byte 0, schema id in four bytes, Avro`,
  });
  const wrong = await replay(nameless, { event: { ...LOGIN, name: '' } });
  assert.equal(wrong.status, 400);
  assert.match(wrong.detail, /name/);
  assert.equal((await replay(nameless, { event: { ...LOGIN, id: 'nameless' } })).status, 202);
  assert.match((await replay(misnamed)).detail, /replayed at/);
  assert.equal((await replay(misnamed, { again: true })).status, 202);
  assert.equal((await listed()).total, 1);
  assert.equal((await listed('replayed=true')).total, 3);
  await eventually('both events are applied, once', async () => {
    const { events } = await read<{ events: readonly { id: string }[] }>(
      TENANT,
      '/v1/customers/ann/timeline',
    );
    return events.length === 2 ? true : undefined;
  });
});

test('a letter whose key tells no tenant is for those who see all, and goes to the tenant they name', async () => {
  const mine = await writeLetter(TENANT, 'ann', 'mine');
  const nobodys = await writeRecord(Buffer.from([0xff, 0x00]), bytesOf({ id: 'nobodys' }));
  const ofNone = await eventually('the letter of nobody', async () =>
    (await listed('of=none')).dead_letters.find(({ origin }) => origin === nobodys),
  );
  assert.deepEqual([ofNone.tenant, ofNone.key], [null, '·']);
  assert.ok(!(await listed()).dead_letters.some(({ origin }) => origin === nobodys));

  const keyed: KeyedApi = await startKeyedApi([{ tenant: TENANT, scopes: ['read'] }]);
  try {
    const ask = (method: string, path: string) =>
      fetch(`${keyed.url}/v1/dead-letters${path}`, {
        method,
        headers: { authorization: `Bearer ${keyed.keys[0]}` },
      });
    const page = (await (await ask('GET', '?of=all&limit=1000')).json()) as Page;
    assert.ok(page.dead_letters.every(({ tenant }) => tenant === TENANT));
    assert.ok(page.dead_letters.some(({ origin }) => origin === mine));
    assert.equal((await ask('GET', `/${nobodys}`)).status, 404);
    assert.equal((await ask('POST', `/${mine}/replay`)).status, 403);
  } finally {
    await keyed.stop();
  }

  assert.equal((await replay(nobodys)).status, 202);
  await eventually('it is applied', async () => {
    const { events } = await read<{ events: readonly { id: string }[] }>(
      TENANT,
      '/v1/customers/ann/timeline',
    );
    return events.some(({ id }) => id === 'nobodys') ? true : undefined;
  });
});
