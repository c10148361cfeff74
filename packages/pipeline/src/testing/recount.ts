import {
  applyEvent,
  type CustomerState,
  currencyOf,
  DEFAULT_SETTINGS,
  EMPTY_STATE,
  type Settings,
  UTC,
} from '@tidemark/core';
import { decodeRecord } from '../decode/decodeRecord.ts';
import type { MovementRow, RecordOutcome } from '../plan.ts';
import { type LogTwin, twinDecoder } from '../twins/log.ts';

/** What a log must leave behind, counted record by record with plain loops: no batches, no plans, no stores. */
export interface Recount {
  readonly outcomes: ReadonlyMap<string, RecordOutcome>;
  /** Ledger rows. */
  readonly movements: readonly MovementRow[];
  readonly customers: ReadonlyMap<string, CustomerState>;
  /** `tenant term` → day → change. */
  readonly terms: ReadonlyMap<string, ReadonlyMap<number, bigint>>;
}

export const movementText = (row: MovementRow): string =>
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

/** `settings`: of each tenant, as they are in the end. */
export const recount = (log: LogTwin, settings: ReadonlyMap<string, Settings>): Recount => {
  const decoder = twinDecoder(log.partitions);
  const outcomes = new Map<string, RecordOutcome>();
  const movements: MovementRow[] = [];
  const states = new Map<string, CustomerState>();
  const terms = new Map<string, Map<number, bigint>>();
  for (let partition = 0; partition < log.partitions; partition++) {
    for (const record of log.records(partition)) {
      const place = `${partition}:${record.offset}`;
      const decoded = decodeRecord(record, decoder);
      outcomes.set(place, 'dead');
      if (decoded.kind === 'dead') continue;
      const { tenant, event } = decoded;
      const currency = currencyOf(event);
      const own = settings.get(tenant) ?? DEFAULT_SETTINGS;
      if (currency !== null && currency !== own.currency) continue;
      const key = `${tenant}:${event.customer}`;
      const transition = applyEvent(states.get(key) ?? EMPTY_STATE, event, {
        calendar: UTC,
        settings: own,
      });
      outcomes.set(place, transition.outcome);
      if (transition.outcome !== 'applied') continue;
      states.set(key, transition.state);
      for (const [sequence, movement] of transition.movements.entries()) {
        const { offset, known_at } = record;
        const { customer } = event;
        movements.push({ tenant, customer, ...movement, known_at, partition, offset, sequence });
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
    movements,
    customers: states,
    terms,
  };
};
