import type { ByteReader } from '../bytes/reader.ts';
import type { ByteWriter } from '../bytes/writer.ts';
import type { Fact, FactBase, MessageFact, PurchaseFact, SpendFact, SurveyFact } from './fact.ts';

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

const HAS_SUBSCRIPTION = 1;
const HAS_EXPIRY = 2;
const HAS_ORDER = 4;
const RETENTION = 8;
const SINGLE = 16;
const ACTS_ANOTHER_TIME = 32;

const writePurchase = (writer: ByteWriter, fact: PurchaseFact): void => {
  const { subscription } = fact;
  writer.byte(
    (subscription ? HAS_SUBSCRIPTION : 0) |
      (subscription !== null && subscription.expires_at !== null ? HAS_EXPIRY : 0) |
      (fact.order !== null ? HAS_ORDER : 0) |
      (fact.retention ? RETENTION : 0) |
      (fact.quantity === 1 ? SINGLE : 0) |
      (fact.effective !== fact.time ? ACTS_ANOTHER_TIME : 0),
  );
  writer.byte(numberOf(SALES, fact.sale));
  writer.unsigned(fact.charged);
  if (fact.quantity !== 1) writer.unsigned(fact.quantity);
  if (fact.effective !== fact.time) writer.signed(fact.effective - fact.time);
  if (fact.order !== null) writer.text(fact.order);
  if (subscription === null) return;
  writer.text(subscription.id);
  writer.big(subscription.mrr);
  if (subscription.expires_at !== null) writer.signed(subscription.expires_at - fact.time);
};

const readPurchase = (reader: ByteReader, base: FactBase): PurchaseFact => {
  const flags = reader.byte();
  const sale = nameOf(SALES, reader.byte());
  const charged = reader.unsigned();
  const quantity = flags & SINGLE ? 1 : reader.unsigned();
  const effective = flags & ACTS_ANOTHER_TIME ? base.time + reader.signed() : base.time;
  const order = flags & HAS_ORDER ? reader.text() : null;
  const subscription =
    flags & HAS_SUBSCRIPTION
      ? {
          id: reader.text(),
          mrr: reader.big(),
          expires_at: flags & HAS_EXPIRY ? base.time + reader.signed() : null,
        }
      : null;
  return {
    ...base,
    type: 'purchase',
    effective,
    charged,
    quantity,
    order,
    sale,
    retention: (flags & RETENTION) !== 0,
    subscription,
  };
};

export const writeFact = (writer: ByteWriter, fact: Fact, previousTime: number): void => {
  writer.byte(numberOf(TYPES, fact.type));
  writer.signed(fact.time - previousTime);
  writer.text(fact.id);
  writer.fixed32(fact.fingerprint);
  switch (fact.type) {
    case 'purchase':
      writePurchase(writer, fact);
      break;
    case 'cancellation':
      writer.signed(fact.effective - fact.time);
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
      writer.text(fact.event);
      break;
    case 'return':
      writer.text(fact.order);
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

export const readFact = (reader: ByteReader, previousTime: number): Fact => {
  const type = nameOf(TYPES, reader.byte());
  const base = { time: previousTime + reader.signed(), id: reader.text(), fingerprint: reader.fixed32() };
  switch (type) {
    case 'purchase':
      return readPurchase(reader, base);
    case 'cancellation':
      return { ...base, type, effective: base.time + reader.signed(), subscription: readOptional(reader) };
    case 'survey':
      return readSurvey(reader, base);
    case 'void':
      return { ...base, type, event: reader.text() };
    case 'return':
      return { ...base, type, order: reader.text(), amount: reader.unsigned(), quantity: reader.unsigned() };
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
