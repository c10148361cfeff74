import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AddressRefused, addressRule, checkLiteral } from './addresses.ts';

const isRefused = (allowed: readonly string[] | null, url: string): boolean => {
  try {
    checkLiteral(addressRule(allowed), new URL(url).hostname);
    return false;
  } catch (error) {
    assert.ok(error instanceof AddressRefused);
    return true;
  }
};

test('whatever it is written as, an address that is not public is not called', () => {
  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '169.254.169.254',
    '172.31.0.1',
    '192.168.0.1',
    '[::]',
    '[::1]',
    '[::127.0.0.1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a01:203]',
    '[64:ff9b::10.0.0.1]',
    '[2002:7f00:1::]',
    '[fc00::1]',
    '[fe80::1]',
    '[fec0::1]',
  ])
    assert.ok(isRefused([], `http://${host}/`), host);
  for (const host of ['8.8.8.8', '172.32.0.1', '[2606:4700::1111]'])
    assert.ok(!isRefused([], `http://${host}/`), host);
});

test('what is allowed is named by address or network; an open instance calls all', () => {
  const one = 'http://10.1.2.3/';
  assert.ok(!isRefused(['10.1.2.3'], one));
  assert.ok(!isRefused(['10.0.0.0/8'], one));
  assert.ok(isRefused(['10.1.2.4', '10.2.0.0/16'], one));
  assert.ok(!isRefused(['fc00::/7'], 'http://[fc00::1]/'));
  assert.ok(!isRefused(null, one));
});
