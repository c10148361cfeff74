import { recordKey } from '@tidemark/core';
import { partitionFor } from '@tidemark/kafka';
import { encoded, encodedWith, type Outgoing } from './send.ts';

const CUSTOMER = 'victim';

/** One more record that can never be applied, and the code its dead letter must carry. */
export interface Poison extends Outgoing {
  readonly code: string;
}

type Draught = (tenant: string, id: string, partitions: number) => Poison;

const event = (id: string) => ({ id, type: 'activity', name: 'x', customer: CUSTOMER, time: 0 }) as const;
const login = (id: string) => encoded(event(id));
const own = (tenant: string) => Buffer.from(recordKey(tenant, CUSTOMER));
const framed = (schema: number, payload: Buffer): Buffer => {
  const frame = Buffer.alloc(5);
  frame.writeUInt32BE(schema, 1);
  return Buffer.concat([frame, payload]);
};

const underOwnKey =
  (code: string, bytesOf: (id: string) => Buffer | null): Draught =>
  (tenant, id, partitions) => {
    const key = own(tenant);
    return { key, value: bytesOf(id), partition: partitionFor(key, partitions), code };
  };
const underKey =
  (keyOf: (tenant: string) => Buffer): Draught =>
  (tenant, id, partitions) => {
    const key = keyOf(tenant);
    return { key, value: login(id), partition: partitionFor(key, partitions), code: 'wrong_key' };
  };

/** Of every kind there is: bytes that are no event, cut short, too long, of an unknown schema; keys and partitions that do not fit. */
export const DRAUGHTS: readonly Draught[] = [
  underOwnKey('undecodable', () => Buffer.from('not avro')),
  underOwnKey('undecodable', () => Buffer.alloc(0)),
  underOwnKey('undecodable', () => null),
  underOwnKey('undecodable', (id) => login(id).subarray(0, -3)),
  underOwnKey('undecodable', (id) => Buffer.concat([login(id), Buffer.from([0])])),
  underOwnKey('undecodable', (id) => framed(4_000_000, login(id).subarray(5))),
  underOwnKey('undecodable', () => framed(1, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]))),
  underOwnKey('undecodable', (id) => Buffer.concat([Buffer.from([1]), login(id).subarray(1)])),
  underOwnKey('invalid_field', (id) => encodedWith(event(id), { name: '' })),
  underOwnKey('invalid_field', () => encodedWith(event('x'), { id: '' })),
  underKey((tenant) => Buffer.from(recordKey(tenant, 'somebody else'))),
  underKey(() => Buffer.from('no colon')),
  underKey((tenant) => Buffer.concat([Buffer.from(`${tenant}:`), Buffer.from([0xff, 0xfe])])),
  (tenant, id) => ({ key: null, value: login(id), partition: tenant.length % 2, code: 'wrong_key' }),
  (tenant, id, partitions) => {
    const key = own(tenant);
    const partition = (partitionFor(key, partitions) + 1) % partitions;
    return { key, value: login(id), partition, code: 'wrong_partition' };
  },
];
