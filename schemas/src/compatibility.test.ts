import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { EVENT_TYPES } from '@tidemark/core';
import { incompatibility } from './compatibility.ts';
import { schemaText, subjectOf } from './files.ts';
import { VERSIONS, versionsOf } from './versions.ts';

for (const type of EVENT_TYPES)
  test(`${type}: every version reads every other one`, () => {
    const versions = versionsOf(type);
    for (const reader of versions)
      for (const writer of versions)
        assert.equal(
          incompatibility(schemaText(reader), schemaText(writer)),
          null,
          `v${reader.version} cannot read v${writer.version}`,
        );
  });

test('every file is listed once, versions count from 1, ids are not used twice, a type keeps its subject', () => {
  for (const type of EVENT_TYPES) {
    const files = readdirSync(new URL(`../avro/${type}`, import.meta.url)).toSorted();
    const listed = versionsOf(type);
    assert.deepEqual(files, listed.map(({ version }) => `v${version}.avsc`).toSorted());
    assert.deepEqual(
      listed.map(({ version }) => version),
      listed.map((_, index) => index + 1),
    );
    assert.deepEqual(new Set(listed.map(subjectOf)).size, 1);
  }
  assert.equal(new Set(VERSIONS.map(({ id }) => id)).size, VERSIONS.length);
});

const record = (fields: object[]): string =>
  JSON.stringify({ type: 'record', name: 'Activity', namespace: 'tidemark.events', fields });
const id = { name: 'id', type: 'string' };

test('the check tells changes that can be read both ways from those that cannot', () => {
  const optional = { name: 'channel', type: ['null', 'string'], default: null };
  assert.equal(incompatibility(record([id, optional]), record([id])), null);
  assert.equal(incompatibility(record([id]), record([id, optional])), null);
  const required = { name: 'channel', type: 'string' };
  assert.match(incompatibility(record([id, required]), record([id]))!, /no matching field/);
  assert.match(incompatibility(record([{ name: 'id', type: 'long' }]), record([id]))!, /cannot read/);
});
