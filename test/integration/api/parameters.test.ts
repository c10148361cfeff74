import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  bodyOf,
  filled,
  type Operation,
  operationsOf,
  readReference,
  requiredQuery,
} from '../support/reference/operations.ts';
import { stack } from '../support/stack.ts';

/** Every route, as the reference lists them: what it does not know, or cannot read, is a problem that names it and what is accepted. */

const IDS = { metric: 'mrr', customer: 'nobody', alert: 'nothing', message: 'none', letter: '0:0' };

let operations: readonly Operation[] = [];
before(async () => {
  operations = operationsOf(await readReference()).filter(({ isOpen }) => !isOpen);
});

interface Refusal {
  readonly status: number;
  readonly parameter?: string;
  readonly expected?: string;
  readonly detail?: string;
}

const ask = async (operation: Operation, pairs: readonly (readonly [string, string])[]): Promise<Refusal> => {
  const body = bodyOf(operation);
  const response = await fetch(
    `${stack().api}${filled(operation, IDS)}?${new URLSearchParams(pairs as [string, string][])}`,
    {
      method: operation.method,
      headers: {
        'x-tidemark-tenant': 'strict',
        ...(body === null ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    },
  );
  assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
  return (await response.json()) as Refusal;
};

const others = (operation: Operation, without: string) =>
  Object.entries(requiredQuery(operation)).filter(([name]) => name !== without);

/** The refusal names the parameter and what is accepted, for people and for programs. */
const names = ({ status, parameter, expected, detail }: Refusal, name: string, about: string): void => {
  assert.deepEqual([status, parameter], [400, name], `${about}: ${detail}`);
  assert.ok(expected !== undefined && expected !== '', about);
  assert.ok(detail!.includes(name) && detail!.includes(expected!), `${about}: ${detail}`);
};

test('one that is not known', async () => {
  for (const operation of operations)
    for (const name of ['no_such', 'Window', '']) {
      const about = `${operation.method} ${operation.path} ${name}`;
      const refusal = await ask(operation, [...others(operation, name), [name, '1']]);
      names(refusal, name, about);
      for (const known of operation.query) assert.ok(refusal.expected!.includes(known.name), about);
    }
});

test('one that cannot be read', async () => {
  for (const operation of operations)
    for (const { name, isListed } of operation.query)
      for (const value of ['', '\0', ...(isListed ? ['nonsense'] : [])]) {
        const about = `${operation.path} ${name}=${JSON.stringify(value)}`;
        names(await ask(operation, [...others(operation, name), [name, value]]), name, about);
      }
});

test('one that is given twice', async () => {
  for (const operation of operations)
    for (const { name, values } of operation.query) {
      const twice = [name, values[0] ?? 'a'] as const;
      const refusal = await ask(operation, [...others(operation, name), twice, twice]);
      names(refusal, name, `${operation.path} ${name} twice`);
      assert.match(refusal.expected!, /once$/);
    }
});

test('one without which there is no answer', async () => {
  const needed = operations.flatMap((operation) =>
    Object.keys(requiredQuery(operation)).map((name) => ({ operation, name })),
  );
  assert.ok(needed.length > 0);
  for (const { operation, name } of needed)
    names(await ask(operation, others(operation, name)), name, `${operation.path} without ${name}`);
});
