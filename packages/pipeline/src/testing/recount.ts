import {
  applyEvent,
  type CustomerState,
  currencyOf,
  DEFAULT_SETTINGS,
  EMPTY_STATE,
  UTC,
} from '@tidemark/core';
import { decodeRecord } from '../decode/decodeRecord.ts';
import type { RecordOutcome } from '../plan.ts';
import { type LogTwin, twinDecoder } from '../twins/log.ts';

/** What a log must leave behind, counted record by record with plain loops: no batches, no plans, no stores. */
export interface Recount {
  readonly outcomes: ReadonlyMap<string, RecordOutcome>;
  /** Ledger rows as sorted texts. */
  readonly movements: readonly string[];
  readonly customers: ReadonlyMap<string, CustomerState>;
  /** `tenant term` → day → change. */
  readonly terms: ReadonlyMap<string, ReadonlyMap<number, bigint>>;
}

export const movementText = (row: {
  readonly tenant: string;
  readonly customer: string;
  readonly time: number;
  readonly type: string;
  readonly before: bigint;
  readonly after: bigint;
  readonly event: string;
  readonly known_at: number;
  readonly sign: number;
  readonly partition: number;
  readonly offset: number;
  readonly sequence: number;
}): string =>
  [
    row.partition,
    row.offset,
    row.sequence,
    row.tenant,
    row.customer,
    row.time,
    row.type,
    row.before,
    row.after,
    row.event,
    row.known_at,
    row.sign,
  ].join(' ');

/** `currencies`: what each tenant's currency was fixed to. */
export const recount = (log: LogTwin, currencies: ReadonlyMap<string, string | null>): Recount => {
  const decoder = twinDecoder(log.partitions);
  const outcomes = new Map<string, RecordOutcome>();
  const movements: string[] = [];
  const states = new Map<string, CustomerState>();
  const terms = new Map<string, Map<number, bigint>>();
  const definitions = { calendar: UTC, settings: DEFAULT_SETTINGS };
  for (let partition = 0; partition < log.partitions; partition++) {
    for (const record of log.records(partition)) {
      const place = `${partition}:${record.offset}`;
      const decoded = decodeRecord(record, decoder);
      outcomes.set(place, 'dead');
      if (decoded.kind === 'dead') continue;
      const { tenant, event } = decoded;
      const currency = currencyOf(event);
      if (currency !== null && currency !== currencies.get(tenant)) continue;
      const key = `${tenant}:${event.customer}`;
      const transition = applyEvent(states.get(key) ?? EMPTY_STATE, event, definitions);
      outcomes.set(place, transition.outcome);
      if (transition.outcome !== 'applied') continue;
      states.set(key, transition.state);
      for (const [sequence, movement] of transition.movements.entries()) {
        const { offset, known_at } = record;
        const { customer } = event;
        movements.push(
          movementText({ tenant, customer, ...movement, known_at, partition, offset, sequence }),
        );
      }
      for (const { term, day, delta } of transition.terms) {
        const days = terms.get(`${tenant} ${term}`) ?? new Map<number, bigint>();
        terms.set(`${tenant} ${term}`, days);
        days.set(day, (days.get(day) ?? 0n) + delta);
      }
    }
  }
  return {
    outcomes,
    movements: movements.sort(),
    customers: states,
    terms,
  };
};
