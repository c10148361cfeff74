import type { ByteReader } from '../bytes/reader.ts';
import type { ByteWriter } from '../bytes/writer.ts';
import type { Fact, FactBase, MessageFact, PurchaseFact, SpendFact, SurveyFact } from '../timeline/fact.ts';
import { readLikeText, writeLikeText } from './likeText.ts';
import type { Neighbour } from './neighbour.ts';

/** The stored numbers of these names. Append only: a number that has been written keeps its meaning. */
const TYPES = [
  'purchase',
  'cancellation',
  'survey',
  'void',
  'return',
  'invoice',
  'payment',
  'spend',
  'message',
  'activity',
] as const;
const SALES = ['standard', 'upsell', 'cross_sell'] as const;
const SURVEYS = ['nps', 'csat', 'ces'] as const;
const CATEGORIES = ['acquisition', 'retention', 'marketing_other', 'service'] as const;
const ACTIONS = ['sent', 'opened', 'clicked'] as const;

const numberOf = <T>(names: readonly T[], name: T): number => names.indexOf(name);

const nameOf = <T>(names: readonly T[], number: number): T => {
  const name = names[number];
  if (name === undefined) throw new RangeError(`stored state has an unknown number ${number}`);
  return name;
};

/** A byte says whether a text follows, so that an empty text differs from none. */
const writeOptional = (writer: ByteWriter, value: string | null): void => {
  writer.byte(value === null ? 0 : 1);
  if (value !== null) writer.text(value);
};
const readOptional = (reader: ByteReader): string | null => (reader.byte() === 0 ? null : reader.text());

const DAY = 86_400_000;

/** A distance in time: whole days are even, all others odd. */
const writeSpan = (writer: ByteWriter, span: number): void =>
  writer.signed(span % DAY === 0 ? (span / DAY) * 2 : span * 2 + 1);
const readSpan = (reader: ByteReader): number => {
  const code = reader.signed();
  return code % 2 === 0 ? (code / 2) * DAY : (code - 1) / 2;
};

/** Units of the time since the neighbour, by their number in the first byte of a fact; 0: the same time. */
const UNITS = [0, 1, 1_000, DAY] as const;
const unitOf = (span: number): number => {
  if (span === 0) return 0;
  if (span % 1_000 !== 0) return 1;
  return span % DAY === 0 ? 3 : 2;
};

const HAS_SUBSCRIPTION = 1;
const SAME_SUBSCRIPTION = 2;
const SAME_MRR = 4;
const SAME_CHARGED = 8;
const HAS_ORDER = 16;
const HAS_EXPIRY = 32;
const ACTS_ANOTHER_TIME = 64;
const UNUSUAL = 128;
const RETENTION = 4;

const isUnusual = ({ sale, retention, quantity }: PurchaseFact): boolean =>
  sale !== 'standard' || retention || quantity !== 1;

const writePurchase = (writer: ByteWriter, fact: PurchaseFact, near: Neighbour): void => {
  const { subscription } = fact;
  const sameId = subscription !== null && subscription.id === near.subscription?.id;
  const sameMrr = subscription !== null && subscription.mrr === near.subscription?.mrr;
  writer.byte(
    (subscription ? HAS_SUBSCRIPTION : 0) |
      (sameId ? SAME_SUBSCRIPTION : 0) |
      (sameMrr ? SAME_MRR : 0) |
      (fact.charged === near.charged ? SAME_CHARGED : 0) |
      (fact.order !== null ? HAS_ORDER : 0) |
      (subscription !== null && subscription.expires_at !== null ? HAS_EXPIRY : 0) |
      (fact.effective !== fact.time ? ACTS_ANOTHER_TIME : 0) |
      (isUnusual(fact) ? UNUSUAL : 0),
  );
  if (isUnusual(fact)) {
    writer.byte(numberOf(SALES, fact.sale) | (fact.retention ? RETENTION : 0));
    writer.unsigned(fact.quantity);
  }
  if (fact.charged !== near.charged) writer.unsigned(fact.charged);
  if (fact.effective !== fact.time) writeSpan(writer, fact.effective - fact.time);
  if (fact.order !== null) writeLikeText(writer, fact.order, near.order);
  if (subscription === null) return;
  if (!sameId) writeLikeText(writer, subscription.id, near.subscription?.id ?? '');
  if (!sameMrr) writer.big(subscription.mrr);
  if (subscription.expires_at !== null) writeSpan(writer, subscription.expires_at - fact.time);
};

const readSubscription = (
  reader: ByteReader,
  flags: number,
  time: number,
  near: Neighbour,
): PurchaseFact['subscription'] => {
  const same = near.subscription;
  return {
    id: flags & SAME_SUBSCRIPTION ? same!.id : readLikeText(reader, same?.id ?? ''),
    mrr: flags & SAME_MRR ? same!.mrr : reader.big(),
    expires_at: flags & HAS_EXPIRY ? time + readSpan(reader) : null,
  };
};

const readPurchase = (reader: ByteReader, base: FactBase, near: Neighbour): PurchaseFact => {
  const flags = reader.byte();
  const unusual = flags & UNUSUAL ? reader.byte() : 0;
  return {
    ...base,
    type: 'purchase',
    sale: nameOf(SALES, unusual & ~RETENTION),
    retention: (unusual & RETENTION) !== 0,
    quantity: flags & UNUSUAL ? reader.unsigned() : 1,
    charged: flags & SAME_CHARGED ? near.charged : reader.unsigned(),
    effective: flags & ACTS_ANOTHER_TIME ? base.time + readSpan(reader) : base.time,
    order: flags & HAS_ORDER ? readLikeText(reader, near.order) : null,
    subscription: flags & HAS_SUBSCRIPTION ? readSubscription(reader, flags, base.time, near) : null,
  };
};

/** A fact by what is other than in its neighbour, the fact written before it. */
export const writeFact = (writer: ByteWriter, fact: Fact, near: Neighbour): void => {
  const span = fact.time - near.time;
  const unit = unitOf(span);
  writer.byte(numberOf(TYPES, fact.type) | (unit << 4));
  if (unit !== 0) writer.signed(span / UNITS[unit]!);
  writeLikeText(writer, fact.id, near.id);
  writer.fixed32(fact.fingerprint);
  switch (fact.type) {
    case 'purchase':
      writePurchase(writer, fact, near);
      break;
    case 'cancellation':
      writeSpan(writer, fact.effective - fact.time);
      writeOptional(writer, fact.subscription);
      break;
    case 'survey':
      writer.byte(numberOf(SURVEYS, fact.survey));
      writer.signed(fact.scale_min);
      writer.signed(fact.scale_max);
      writer.signed(fact.score);
      writeOptional(writer, fact.touchpoint);
      writeOptional(writer, fact.respondent);
      break;
    case 'void':
      writeLikeText(writer, fact.event, near.id);
      break;
    case 'return':
      writeLikeText(writer, fact.order, near.order);
      writer.unsigned(fact.amount);
      writer.unsigned(fact.quantity);
      break;
    case 'invoice':
    case 'payment':
      writer.unsigned(fact.amount);
      break;
    case 'spend':
      writer.byte(numberOf(CATEGORIES, fact.category));
      writer.unsigned(fact.amount);
      break;
    case 'message':
      writer.byte(numberOf(ACTIONS, fact.action));
      writer.text(fact.campaign);
      break;
    case 'activity':
      break;
  }
};

const readSurvey = (reader: ByteReader, base: FactBase): SurveyFact => {
  const survey = nameOf(SURVEYS, reader.byte());
  const scale_min = reader.signed();
  const scale_max = reader.signed();
  const score = reader.signed();
  return {
    ...base,
    type: 'survey',
    survey,
    score,
    scale_min,
    scale_max,
    touchpoint: readOptional(reader),
    respondent: readOptional(reader),
  };
};

const readSpend = (reader: ByteReader, base: FactBase): SpendFact => ({
  ...base,
  type: 'spend',
  category: nameOf(CATEGORIES, reader.byte()),
  amount: reader.unsigned(),
});

const readMessage = (reader: ByteReader, base: FactBase): MessageFact => ({
  ...base,
  type: 'message',
  action: nameOf(ACTIONS, reader.byte()),
  campaign: reader.text(),
});

export const readFact = (reader: ByteReader, near: Neighbour): Fact => {
  const head = reader.byte();
  const type = nameOf(TYPES, head & 15);
  const unit = head >>> 4;
  const time = near.time + (unit === 0 ? 0 : reader.signed() * UNITS[unit]!);
  const base = { time, id: readLikeText(reader, near.id), fingerprint: reader.fixed32() };
  switch (type) {
    case 'purchase':
      return readPurchase(reader, base, near);
    case 'cancellation':
      return { ...base, type, effective: time + readSpan(reader), subscription: readOptional(reader) };
    case 'survey':
      return readSurvey(reader, base);
    case 'void':
      return { ...base, type, event: readLikeText(reader, near.id) };
    case 'return':
      return {
        ...base,
        type,
        order: readLikeText(reader, near.order),
        amount: reader.unsigned(),
        quantity: reader.unsigned(),
      };
    case 'invoice':
    case 'payment':
      return { ...base, type, amount: reader.unsigned() };
    case 'spend':
      return readSpend(reader, base);
    case 'message':
      return readMessage(reader, base);
    case 'activity':
      return { ...base, type };
  }
};
