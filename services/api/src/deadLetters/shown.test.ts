import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownText } from './shown.ts';

test('bytes are shown as text that does nothing where it is printed', () => {
  assert.equal(shownText(Buffer.from('Zoë <b>')), 'Zoë <b>');
  assert.equal(shownText(Buffer.from([0, 0, 0, 0, 10, 0x61])), '·a');
  assert.equal(shownText(Buffer.from([0xff, 0xfe, 0x61])), '·a');
  assert.equal(shownText(Buffer.from('a\u001b[31mb\u202ec\u2028d')), 'a·[31mb·c·d');
});
