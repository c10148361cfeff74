import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNote, layOn, type StoredLetter } from './letters.ts';

const letter: StoredLetter = {
  topic: 'events',
  partition: 3,
  offset: 7,
  time: 1,
  error: 'undecodable',
  field: null,
  message: 'value: expected an event',
  key: Buffer.from('acme:ann'),
  value: Buffer.from('?'),
  replayed_at: null,
};
const note: StoredLetter = { ...letter, error: '', message: '', key: null, value: null, replayed_at: 9 };

const laid = (...records: readonly StoredLetter[]): readonly StoredLetter[] => {
  const letters = new Map<string, StoredLetter>();
  for (const record of records) layOn(letters, record);
  return [...letters.values()];
};

test('a letter written twice is one; the note that it was sent again falls on it, read before or after', () => {
  assert.deepEqual(laid(letter, letter), [letter]);
  for (const order of [
    [letter, note],
    [note, letter],
    [note, letter, letter],
    [letter, note, letter],
  ])
    assert.deepEqual(laid(...order), [{ ...letter, replayed_at: 9 }]);
  assert.deepEqual(laid(letter, { ...letter, offset: 8 }, note), [
    { ...letter, replayed_at: 9 },
    { ...letter, offset: 8 },
  ]);
});

test('a note whose letter is there no more is no letter', () => {
  assert.deepEqual(laid(note).map(isNote), [true]);
  assert.equal(isNote(letter), false);
});
