import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { RULES } from '@tidemark/core';
import { schemaText } from './files.ts';
import { generate } from './generate.ts';
import { LATEST } from './versions.ts';

test('the generated types are current', () => {
  const file = readFileSync(new URL('generated/events.ts', import.meta.url), 'utf8');
  assert.equal(file, generate(), 'run: npm run generate -w @tidemark/schemas');
});

interface Field {
  readonly name: string;
  readonly type: unknown;
}

test('the schemas have the fields of the contract and no others, optional where it says so', () => {
  for (const version of LATEST) {
    const { fields } = JSON.parse(schemaText(version)) as { fields: Field[] };
    const base = version.type === 'spend' ? ['id', 'time'] : ['id', 'time', 'customer'];
    assert.deepEqual(
      fields.map(({ name }) => name),
      [...base, ...RULES[version.type].map(({ name }) => name), 'properties'],
    );
    for (const rule of RULES[version.type])
      assert.equal(
        Array.isArray(fields.find(({ name }) => name === rule.name)!.type),
        !rule.required,
        `${version.type}.${rule.name}`,
      );
  }
});
