import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channelName, maskedChannel, readChannels, unmaskChannels } from './channels.ts';
import { WrongRule } from './fields.ts';
import type { Channel } from './rule.ts';

const SECRET = 'whsec_YSBzZWNyZXQ=';
const OLD = 'whsec_b2xkIG9sZCA=';
const HOOK = { type: 'webhook', url: 'https://hooks.example.com/a?b=1', secret: SECRET } as const;
const SLACK = { type: 'slack', url: 'https://hooks.slack.com/services/T/B/x' } as const;

const refused = (...channels: unknown[]): readonly [field: string, expected: string] => {
  try {
    readChannels(channels);
  } catch (error) {
    assert.ok(error instanceof WrongRule, String(error));
    return [error.field, error.expected];
  }
  return assert.fail(`${JSON.stringify(channels)} was taken`);
};

test('channels are read with the fields of their kind alone', () => {
  const channels = [
    HOOK,
    { ...HOOK, url: 'http://127.0.0.1:9000', previous_secret: OLD, disabled: true },
    SLACK,
    { type: 'slack', url: null },
    { type: 'email', to: ['a@example.com', 'b@example.com'] },
    { type: 'log' },
  ];
  assert.deepEqual(readChannels(channels), channels);
  assert.deepEqual(readChannels([]), []);
  assert.deepEqual(readChannels([{ type: 'slack' }]), [{ type: 'slack', url: null }]);
  assert.deepEqual(readChannels([{ ...HOOK, disabled: false, previous_secret: null }]), [HOOK]);
  assert.deepEqual(readChannels([{ type: 'email', to: 'a@example.com, b@example.com' }]), [
    { type: 'email', to: ['a@example.com', 'b@example.com'] },
  ]);
});

test('what is wrong in a channel is named with its place', () => {
  const url = 'an http:// or https:// address without a name and password in it';
  const to = 'an address, or several as an array or separated by commas';
  const cases: [channel: unknown, field: string, expected: string][] = [
    [null, '', 'an object with a type'],
    ['log', '', 'an object with a type'],
    [['log'], '', 'an object with a type'],
    [{}, '.type', 'one of webhook, slack, email, log'],
    [{ type: 'pager' }, '.type', 'one of webhook, slack, email, log'],
    [{ type: 'log', url: 'x' }, '.url', 'no such field; type'],
    [{ type: 'email', url: 'x' }, '.url', 'no such field; type, to'],
    [{ ...SLACK, secret: 'x' }, '.secret', 'no such field; type, url'],
    [{ ...HOOK, to: 'x' }, '.to', 'no such field; type, url, secret, previous_secret, disabled'],
    [{ ...HOOK, url: undefined }, '.url', url],
    [{ ...SLACK, url: 5 }, '.url', url],
    [{ ...SLACK, url: 'example.com' }, '.url', url],
    [{ ...SLACK, url: 'ftp://example.com' }, '.url', url],
    [{ ...SLACK, url: 'https://ann@example.com' }, '.url', url],
    [{ ...SLACK, url: 'https://:word@example.com' }, '.url', url],
    [{ ...SLACK, url: `https://example.com/${'x'.repeat(1_981)}` }, '.url', url],
    [{ ...HOOK, secret: undefined }, '.secret', 'whsec_ and base64'],
    [{ ...HOOK, previous_secret: 'old' }, '.previous_secret', 'whsec_ and base64'],
    [{ type: 'email' }, '.to', to],
    [{ type: 'email', to: 5 }, '.to', to],
    [{ type: 'email', to: [] }, '.to', to],
    [{ type: 'email', to: '' }, '.to', to],
    [{ type: 'email', to: ['a@example.com', 5] }, '.to', to],
    [{ type: 'email', to: 'a@example.com,b' }, '.to', to],
    [{ type: 'email', to: [`${'a'.repeat(243)}@example.com`] }, '.to', to],
    [{ type: 'email', to: Array(11).fill('a@example.com') }, '.to', to],
  ];
  for (const [channel, field, expected] of cases)
    assert.deepEqual(refused({ type: 'log' }, channel), [`channels[1]${field}`, expected]);
  assert.throws(() => readChannels(Array(11).fill({ type: 'log' })), { field: 'channels' });
});

test('what stands exactly at a bound is taken', () => {
  const taken: unknown[] = [
    ...Array(7).fill({ type: 'log' }),
    { ...SLACK, url: `https://example.com/${'x'.repeat(1_980)}` },
    { type: 'email', to: [`${'a'.repeat(242)}@example.com`] },
    { type: 'email', to: Array(10).fill('a@example.com') },
  ];
  assert.deepEqual(readChannels(taken), taken);
});

test('a secret is whsec_ and base64 as it is written in full', () => {
  const isTaken = (secret: unknown) => {
    try {
      return readChannels([{ ...HOOK, secret }]).length === 1;
    } catch {
      return false;
    }
  };
  for (const bytes of [1, 2, 3, 4, 5, 6, 32])
    assert.ok(isTaken(`whsec_${Buffer.alloc(bytes, 0xfb).toString('base64')}`), `${bytes} bytes`);
  const wrong = [
    'whsec_',
    'whsec_YSB',
    'whsec_YQ=',
    'whsec_YQ',
    'whsec_YSB_',
    'whsec_YSBz=',
    'YSBz',
    'xwhsec_YSBz',
  ];
  for (const secret of [...wrong, 'whsec_YSBz ', 'xwhsec_YQ==', 'whsec_YQ==x', 5])
    assert.ok(!isTaken(secret), `${secret}`);
});

test('an address of a mailbox has one @, and nothing that a header could be made of', () => {
  for (const to of [
    'a',
    '@b',
    'a@',
    'a@b@c',
    'a b@c',
    'a@b c',
    '<a@b>',
    'a@b;c@d',
    'a"@b',
    "a'@b",
    'a:b@c',
    'a@b\n',
  ])
    assert.deepEqual(refused({ type: 'email', to: [to] })[0], 'channels[0].to', to);
});

test('what would let a reader act in its name is not shown', () => {
  assert.deepEqual(maskedChannel(HOOK), { ...HOOK, secret: 'whsec_••••' });
  assert.deepEqual(maskedChannel({ ...HOOK, previous_secret: OLD, disabled: true }), {
    ...HOOK,
    secret: 'whsec_••••',
    previous_secret: 'whsec_••••',
    disabled: true,
  });
  assert.deepEqual(maskedChannel(SLACK), { type: 'slack', url: 'https://hooks.slack.com/••••' });
  assert.deepEqual(maskedChannel({ type: 'slack', url: null }), { type: 'slack', url: null });
  assert.deepEqual(maskedChannel({ type: 'email', to: ['a@b'] }), { type: 'email', to: 'a@b' });
  assert.deepEqual(maskedChannel({ type: 'email', to: ['a@b', 'c@d'] }), {
    type: 'email',
    to: ['a@b', 'c@d'],
  });
  assert.deepEqual(maskedChannel({ type: 'log' }), { type: 'log' });
});

test('an answer that is sent again has its secrets put back, from the channel of the same kind and address', () => {
  const other: Channel = {
    type: 'webhook',
    url: 'https://other.example.com/',
    secret: OLD,
    previous_secret: SECRET,
  };
  const mail: Channel = { type: 'email', to: ['a@b'] };
  const before: Channel[] = [HOOK, SLACK, other, mail, { type: 'log' }];
  const shown = before.map(maskedChannel);
  const same = [HOOK, SLACK, other, { type: 'email', to: 'a@b' }, { type: 'log' }];
  assert.deepEqual(unmaskChannels(shown, before), same);
  assert.deepEqual(unmaskChannels(shown.toReversed(), before), same.toReversed());

  const withoutSecret = { type: 'webhook', url: HOOK.url };
  assert.deepEqual(unmaskChannels([withoutSecret], before), [HOOK], 'the one it had stays');
  const elsewhere = { type: 'webhook', url: 'https://new.example.com/' };
  assert.deepEqual(unmaskChannels([elsewhere], before), [elsewhere], 'another address has no secret yet');
  assert.deepEqual(
    unmaskChannels([{ ...elsewhere, secret: 'whsec_••••' }], before),
    [{ ...elsewhere, secret: SECRET }],
    'the channel in its place was moved',
  );
  const hidden = { ...elsewhere, secret: 'whsec_••••' };
  assert.deepEqual(
    unmaskChannels([{ type: 'log' }, hidden], before),
    [{ type: 'log' }, hidden],
    'a Slack channel stood there',
  );
  assert.deepEqual(unmaskChannels([{ ...HOOK, secret: 'whsec_bmV3' }], before), [
    { ...HOOK, secret: 'whsec_bmV3' },
  ]);
  assert.deepEqual(unmaskChannels([null, 5, {}], before), [null, 5, {}]);
  assert.equal(unmaskChannels('x', before), 'x');
});

test('a channel is named by its kind and a hash of where it leads', () => {
  // FNV-1a of 32 bits, in base 36: 0xe40c292c for "a".
  assert.equal(channelName({ type: 'email', to: ['a'] }), `email-${(0xe40c292c).toString(36)}`);
  assert.equal(channelName({ type: 'log' }), 'log');
  assert.equal(channelName({ type: 'slack', url: null }), 'slack');
  assert.equal(channelName(HOOK), channelName({ ...HOOK, secret: OLD }));
  assert.notEqual(channelName(HOOK), channelName({ ...HOOK, url: `${HOOK.url}2` }));
  // "a,b": the addresses are told apart.
  assert.notEqual(channelName({ type: 'email', to: ['a', 'b'] }), channelName({ type: 'email', to: ['ab'] }));
  assert.match(channelName(SLACK), /^slack-[0-9a-z]+$/);
});
