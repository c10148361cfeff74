import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startSink } from '../sending/testing/sink.ts';

const folder = await mkdtemp(join(tmpdir(), 'send-'));
after(() => rm(folder, { recursive: true }));

const CALL = `import { send } from ${JSON.stringify(import.meta.resolve('./send.ts'))}; process.exitCode = await send(process.argv.slice(1));`;

/** Runs the command as a process of its own: what counts is what it prints and its exit code. */
const send = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['--input-type=module', '-e', CALL, '--', ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });

const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};
const negative = (event: Record<string, unknown>) =>
  Number(event['amount']) < 0
    ? { code: 'invalid_field', field: 'amount', message: 'amount: expected 0 or more' }
    : null;

test('NDJSON goes out in batches, blank lines aside, under the tenant', async () => {
  const sink = await startSink();
  const lines = Array.from({ length: 4_500 }, (_, i) => JSON.stringify({ id: `e${i}` }));
  const path = await file('many.ndjson', `${lines.join('\n')}\n\n`);
  const { code, out } = await send(path, '--url', sink.url, '--tenant', 'acme');
  await sink.close();
  assert.equal(code, 0);
  assert.equal(out, '4500 accepted, 0 rejected\n');
  assert.deepEqual(
    sink.batches.map((batch) => batch.length),
    [2_000, 2_000, 500],
  );
  assert.deepEqual([...sink.tenants], ['acme']);
});

test('a CSV becomes events: nested fields, numbers and flags by the field, empty cells absent', async () => {
  const sink = await startSink();
  const path = await file(
    'events.csv',
    'id,type,time,customer,amount,currency,subscription.id,subscription.interval,subscription.interval_count,voluntary,properties.postcode,reason\n' +
      'p1,purchase,2026-01-31T09:00:00Z,c1,4900,EUR,s1,month,3,,01067,\n' +
      'x1,cancellation,1769850000000,c1,,,,,,false,,"too dear, ""really"""\n',
  );
  const { code } = await send(path, '--url', sink.url);
  await sink.close();
  assert.equal(code, 0);
  assert.deepEqual(sink.batches[0], [
    {
      id: 'p1',
      type: 'purchase',
      time: '2026-01-31T09:00:00Z',
      customer: 'c1',
      amount: 4_900,
      currency: 'EUR',
      subscription: { id: 's1', interval: 'month', interval_count: 3 },
      properties: { postcode: '01067' },
    },
    {
      id: 'x1',
      type: 'cancellation',
      time: 1_769_850_000_000,
      customer: 'c1',
      voluntary: false,
      reason: 'too dear, "really"',
    },
  ]);
});

test('each rejection is printed with its line, field and message, and the exit code is 1', async () => {
  const sink = await startSink(negative);
  const path = await file('some.ndjson', '{"id":"a","amount":1}\n\n{"id":"b","amount":-1}\n');
  const plain = await send(path, '--url', sink.url);
  const json = await send(path, '--url', sink.url, '--json');
  await sink.close();
  assert.equal(plain.code, 1);
  assert.match(plain.err, /some\.ndjson:3: amount: expected 0 or more/);
  assert.equal(json.code, 1);
  const report = JSON.parse(json.out);
  assert.deepEqual([report.sent, report.accepted, report.rejected[0].line], [2, 1, 3]);
});

test('a busy ingest is asked again until it takes the batch', async () => {
  const sink = await startSink(negative, (response, request) => {
    if (request > 1) return false;
    response.writeHead(request === 0 ? 503 : 429, { 'retry-after': '0' }).end();
    return true;
  });
  const { code } = await send(await file('one.ndjson', '{"id":"a"}\n'), '--url', sink.url);
  await sink.close();
  assert.equal(code, 0);
  assert.equal(sink.batches.length, 1);
});

test('wrong usage is told from failure', async () => {
  assert.equal((await send()).code, 2);
  assert.equal((await send('a.txt')).code, 2);
  assert.equal((await send('a.ndjson', '--tennant', 'x')).code, 2);
  assert.equal((await send(join(folder, 'absent.ndjson'))).code, 1);
  const broken = await send(await file('broken.csv', 'id,type\na,b,c\n'));
  assert.equal(broken.code, 1);
  assert.match(broken.err, /broken\.csv/);
});
