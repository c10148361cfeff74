import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { Attempt } from '@tidemark/clickhouse';
import type { Log } from '@tidemark/runtime';
import { SMTPServer } from 'smtp-server';
import { addressRule } from './addresses.ts';
import { createSend, type SendOptions } from './channels.ts';
import { createDeliver, type Deliverer } from './deliver.ts';
import { createPost } from './post.ts';

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`;
const BODY = JSON.stringify({
  type: 'alert.firing',
  timestamp: '2026-03-01T00:00:00Z',
  data: {
    alert: 'Churn <high>',
    tenant: 'acme',
    text: 'Churn is 8.2 %, above 7 %.',
    note: null,
    url: 'http://127.0.0.1:8080/?tenant=acme',
    currency: 'EUR',
    contributors: [{ customer: 'ada', mrr: 4900, reason: 'price' }],
  },
});
const MESSAGE = { id: 'msg_1', body: BODY };

const options = (allowed: readonly string[] | null, more: Partial<SendOptions> = {}): SendOptions => ({
  post: createPost(addressRule(allowed)),
  smtp: null,
  slackUrl: null,
  log: { info: () => undefined } as unknown as Log,
  now: Date.now,
  ...more,
});

const listen = async (t: TestContext, answer: RequestListener): Promise<string> => {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};

test('2xx is delivered, 410 is gone, redirects are refused, 429 says when', async (t) => {
  const url = await listen(t, (request, response) => {
    const status = Number(request.url!.slice(1));
    response.writeHead(status, { location: '/200', 'retry-after': '7' }).end('x'.repeat(100_000));
  });
  const send = createSend(options(null));
  const outcome = async (status: number) => {
    const answer = await send({ type: 'webhook', url: `${url}${status}`, secret: SECRET }, MESSAGE);
    return [answer.outcome, answer.status, answer.retryAfter];
  };
  assert.deepEqual(await outcome(200), ['delivered', 200, null]);
  assert.deepEqual(await outcome(410), ['gone', 410, null]);
  assert.deepEqual(await outcome(302), ['failed', 302, null]);
  assert.deepEqual(await outcome(500), ['failed', 500, null]);
  assert.deepEqual(await outcome(429), ['failed', 429, 7_000]);
});

test('Slack gets blocks with names and reasons; asked to wait, it is waited for and no attempt is counted', async (t) => {
  const bodies: string[] = [];
  const answers = [429, 200];
  const url = await listen(t, (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      bodies.push(Buffer.concat(parts).toString('utf8'));
      const status = answers.shift()!;
      response.writeHead(status, status === 429 ? { 'retry-after': '30' } : {}).end('ok');
    });
  });
  const attempts: Attempt[] = [];
  const warnings: object[] = [];
  const rule = { rule: { channels: [{ type: 'slack', url: null }] } };
  const deliver = createDeliver(
    {
      history: {
        told: async () => ({ message: { body: BODY } }),
        attempted: async (attempt: Attempt) => void attempts.push(attempt),
      },
      rulebook: { find: () => rule },
      counters: { count: () => undefined },
      log: { warn: (fields: object) => void warnings.push(fields) },
      now: () => 1_000,
    } as unknown as Deliverer,
    createSend(options(null, { slackUrl: url })),
  );
  const data = { tenant: 'acme', alert: 'churn', message: 'msg_1', channel: 'slack', since: 0 };
  const run = { id: 'job', data, attempt: 1, isLast: false };
  assert.deepEqual(await deliver(run), { later: 30_000 });
  assert.equal(await deliver(run), 'done');
  assert.deepEqual(
    attempts.map(({ outcome, status, final }) => [outcome, status, final]),
    [
      ['failed', 429, false],
      ['delivered', 200, true],
    ],
  );
  const { text, blocks } = JSON.parse(bodies[1]!) as { text: string; blocks: object[] };
  assert.equal(text, 'Firing: Churn <high>. Churn is 8.2 %, above 7 %.');
  assert.match(JSON.stringify(blocks), /Churn &lt;high&gt;/);
  assert.match(JSON.stringify(blocks), /\*ada\* €49\.00, price/);
  assert.ok(!JSON.stringify([attempts, warnings]).includes(url), 'who knows the address may post there');
});

test('with keys private addresses are called only where they are allowed, by address and by name', async (t) => {
  let calls = 0;
  const url = await listen(t, (_, response) => {
    calls++;
    response.end();
  });
  const byName = url.replace('127.0.0.1', 'localhost');
  const outcome = async (allowed: readonly string[], to: string) =>
    (await createSend(options(allowed))({ type: 'webhook', url: to, secret: SECRET }, MESSAGE)).outcome;
  assert.deepEqual([await outcome([], url), await outcome([], byName), calls], ['failed', 'failed', 0]);
  assert.deepEqual(
    [await outcome(['127.0.0.0/8'], url), await outcome(['localhost'], byName), calls],
    ['delivered', 'delivered', 2],
  );
});

test('the receiver of docs/alerts.md takes what is signed, and nothing else', async (t) => {
  const page = readFileSync(new URL('../../../../docs/alerts.md', import.meta.url), 'utf8');
  const code = /```js\n([\s\S]*?)```/
    .exec(page)![1]!
    .replace("'127.0.0.1');", "'127.0.0.1', function () { console.log(this.address().port); });");
  const program = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { SECRET, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => void program.kill());
  const lines: string[] = [];
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  program.stdout.on('data', (data: Buffer) => {
    lines.push(...data.toString('utf8').trim().split('\n'));
    first.resolve();
    if (lines.length > 1) second.resolve();
  });
  await first.promise;
  const url = `http://127.0.0.1:${lines[0]}/`;
  const send = createSend(options(null));
  const other = `whsec_${Buffer.from('another secret').toString('base64')}`;
  assert.equal((await send({ type: 'webhook', url, secret: other }, MESSAGE)).status, 401);
  const both = { type: 'webhook', url, secret: other, previous_secret: SECRET } as const;
  assert.equal((await send(both, MESSAGE)).status, 204);
  await second.promise;
  assert.deepEqual(lines.slice(1), ['Churn is 8.2 %, above 7 %.']);
});

test('mail reaches a real SMTP server, in text and HTML', async (t) => {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        mails.push(Buffer.concat(parts).toString('utf8'));
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  t.after(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const { port } = server.server.address() as AddressInfo;
  const smtp = { url: `smtp://127.0.0.1:${port}`, from: 'Tidemark <tidemark@localhost>' };
  const send = createSend(options(null, { smtp }));
  const answer = await send({ type: 'email', to: ['ops@example.org'] }, MESSAGE);
  assert.equal(answer.outcome, 'delivered', answer.answer);
  assert.match(mails[0]!, /Message-ID: <msg_1@tidemark>/i);
  assert.match(mails[0]!, /Subject: Firing: Churn <high>/);
  assert.match(mails[0]!, /text\/html/);
});
