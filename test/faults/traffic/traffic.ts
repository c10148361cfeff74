import { setTimeout as delay } from 'node:timers/promises';
import { EVENTS_PARTITIONS } from '@tidemark/kafka';
import type { Kafka } from 'kafkajs';
import { randomFrom } from '../../bench/workload/random.ts';
import type { OracleEvent } from '../../oracles/events.ts';
import { picked, shuffled } from '../run/chance.ts';
import { hardTenant, plainTenant } from './drawn.ts';
import { emptyLog, type SentLog, type TenantLog } from './log.ts';
import { DRAUGHTS } from './poison.ts';
import { createKafkaSender, encoded, outgoing, sendByHttp } from './send.ts';

export interface TrafficOptions {
  readonly kafka: Kafka;
  readonly ingest: string;
  /** Begins the names of all its tenants. */
  readonly run: string;
  readonly seed: number;
  /** Of so many turns of the Kafka producer, one is poison. */
  readonly poisoned?: number;
  /** What was acknowledged is sent again and again, shuffled. */
  readonly repeats?: boolean;
  /** Milliseconds between two requests of a producer. */
  readonly pace?: number;
  /** Events one after another to bytes; another one for another writer's schema. */
  readonly encode?: (event: OracleEvent) => Buffer;
}

/** Producers at work: one straight to Kafka, one by HTTP, each with tenants of its own, of which new ones come all the time. */
export interface Traffic {
  readonly log: SentLog;
  /** Ends after the requests under way, and answers what was acknowledged. */
  readonly finish: () => Promise<SentLog>;
}

const PACE = 80;
const LARGEST = 12;
const YOUNG = 6;
const POISONED = 6;
const REPEATED = 0.4;
const PLAIN = 0.3;
/** The oracle is slow: a tenant that has so many is followed by another. */
const LARGE = 500;
const MOST_OPEN = 5;

interface Script {
  readonly log: TenantLog;
  readonly source: Iterator<OracleEvent>;
}

const take = (source: Iterator<OracleEvent>, count: number): readonly OracleEvent[] => {
  const taken: OracleEvent[] = [];
  while (taken.length < count) {
    const { value, done } = source.next();
    if (done === true) break;
    taken.push(value);
  }
  return taken;
};

export const startTraffic = (options: TrafficOptions): Traffic => {
  const {
    kafka,
    ingest,
    run,
    seed,
    pace = PACE,
    poisoned = POISONED,
    repeats = false,
    encode = encoded,
  } = options;
  const log = emptyLog(run);
  const sender = createKafkaSender(kafka);
  let ending = false;

  const openScript = (name: string, source: Iterator<OracleEvent>): Script => {
    const tenant: TenantLog = { tenant: `${run}-${name}`, events: [] };
    log.tenants.push(tenant);
    return { log: tenant, source };
  };
  const byKafka = async (tenant: string, events: readonly OracleEvent[]): Promise<void> => {
    const records = events.map((event) => outgoing(tenant, event, EVENTS_PARTITIONS, encode));
    const places = await sender.send(records, () => log.retried++);
    for (const [index, { customer = '', id }] of events.entries())
      log.places.push({ ...places[index]!, tenant, customer, id });
  };
  const byHttp = (tenant: string, events: readonly OracleEvent[]) =>
    sendByHttp(ingest, tenant, events, () => log.retried++);
  const poison = async (random: () => number, id: string): Promise<void> => {
    const record = DRAUGHTS[Math.floor(random() * DRAUGHTS.length)]!(log.poisonTenant, id, EVENTS_PARTITIONS);
    const { code, ...bytes } = record;
    const [place] = await sender.send([bytes], () => log.retriedPoison++);
    log.poison.push({ ...place!, code });
  };

  /** One producer: a few tenants at a time, the youngest joined by a new one now and then. */
  const produce = async (
    route: 'kafka' | 'http',
    transmit: (tenant: string, events: readonly OracleEvent[]) => Promise<void>,
    random: () => number,
  ): Promise<void> => {
    const openPlain = (turn: number) => openScript(`${route}-plain${turn}`, plainTenant(random));
    let plain = openPlain(0);
    const open: Script[] = [];
    for (let turn = 0; !ending; turn++) {
      if (plain.log.events.length > LARGE) plain = openPlain(turn);
      if (turn % YOUNG === 0) {
        const name = `${route}-${turn / YOUNG}`;
        open.push(openScript(name, hardTenant(seed * 1000 + turn + route.length)[Symbol.iterator]()));
      }
      if (route === 'kafka' && turn % poisoned === 0) await poison(random, `p${turn}`);
      const script = open.length === 0 || random() < PLAIN ? plain : picked(random, open);
      const count = 1 + Math.floor(random() * LARGEST);
      const again = repeats && random() < REPEATED ? shuffled(random, script.log.events).slice(0, count) : [];
      const events = again.length > 0 ? again : take(script.source, count);
      if (events.length === 0) open.splice(open.indexOf(script), 1);
      else {
        await transmit(script.log.tenant, events);
        script.log.events.push(...events);
      }
      if (open.length > MOST_OPEN) open.shift();
      await delay(pace);
    }
  };
  const producers = Promise.all([
    produce('kafka', byKafka, randomFrom(seed)),
    produce('http', byHttp, randomFrom(seed + 1)),
  ]);
  // Whoever finishes hears of it; until then it must not end the test.
  producers.catch(() => undefined);

  return {
    log,
    finish: async () => {
      ending = true;
      try {
        await producers;
      } finally {
        await sender.close();
      }
      return log;
    },
  };
};
