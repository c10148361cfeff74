import type { ByteReader } from '../bytes/reader.ts';
import type { ByteWriter } from '../bytes/writer.ts';
import type { Answer, Contact, Recent } from '../recent/recent.ts';
import type { DayStep, DaySteps } from '../terms/steps.ts';
import type { Act } from '../timeline/subscriptions.ts';

/** Near enough to a tenant's day to make differences small; which zone it is in does not matter. */
const dayNear = (last: number): number => Math.floor(last / 86_400_000);

type WriteText = (text: string) => void;
type ReadText = () => string;

const writeDays = (writer: ByteWriter, days: readonly number[], near: number): void => {
  writer.unsigned(days.length);
  let before = near;
  for (const day of days) {
    writer.signed(day - before);
    before = day;
  }
};
const readDays = (reader: ByteReader, near: number): number[] => {
  const days: number[] = [];
  let before = near;
  for (let count = reader.unsigned(); count > 0; count--) {
    before += reader.signed();
    days.push(before);
  }
  return days;
};

const writeSteps = (writer: ByteWriter, steps: DaySteps, near: number): void => {
  writer.unsigned(steps.length);
  let before = near;
  for (const { day, value } of steps) {
    writer.signed(day - before);
    writer.big(value);
    before = day;
  }
};
const readSteps = (reader: ByteReader, near: number): DaySteps => {
  const steps: DayStep[] = [];
  let day = near;
  for (let count = reader.unsigned(); count > 0; count--) {
    day += reader.signed();
    steps.push({ day, value: reader.big() });
  }
  return steps;
};

const ENDS_ALL = 0;
const ENDS_ONE = 1;
const BUYS = 2;
const BUYS_UNTIL = 3;

const writeAct = (writer: ByteWriter, act: Act, last: number, writeText: WriteText): void => {
  if (act.type === 'cancellation') writer.byte(act.subscription === null ? ENDS_ALL : ENDS_ONE);
  else writer.byte(act.subscription.expires_at === null ? BUYS : BUYS_UNTIL);
  writeText(act.id);
  writer.signed(last - act.time);
  writer.signed(act.effective - act.time);
  if (act.type === 'cancellation') {
    if (act.subscription !== null) writeText(act.subscription);
    return;
  }
  const { id, mrr, expires_at } = act.subscription;
  writeText(id);
  writer.big(mrr);
  if (expires_at !== null) writer.signed(expires_at - act.time);
};

const readAct = (reader: ByteReader, last: number, readText: ReadText): Act => {
  const kind = reader.byte();
  const id = readText();
  const time = last - reader.signed();
  const effective = time + reader.signed();
  if (kind === ENDS_ALL || kind === ENDS_ONE)
    return { type: 'cancellation', id, time, effective, subscription: kind === ENDS_ONE ? readText() : null };
  const subscription = readText();
  const mrr = reader.big();
  const expires_at = kind === BUYS_UNTIL ? time + reader.signed() : null;
  return { type: 'purchase', id, time, effective, subscription: { id: subscription, mrr, expires_at } };
};

const writeAnswer = (writer: ByteWriter, answer: Answer, near: number, writeText: WriteText): void => {
  writer.byte(answer.respondent === null ? 0 : 1);
  if (answer.respondent !== null) writeText(answer.respondent);
  writer.signed(near - answer.day);
  writer.signed(answer.score);
};
const readAnswer = (reader: ByteReader, near: number, readText: ReadText): Answer => ({
  respondent: reader.byte() === 0 ? null : readText(),
  day: near - reader.signed(),
  score: reader.signed(),
});

const PAID = 1;
const HAS_FIRST = 2;
const HAS_BOUGHT = 4;
const HAS_UNTIL = 8;
const HAS_FIRST_ORDER = 16;
const RETURNED = 32;
const HAS_ANSWERS = 64;
/** Another byte follows the first, of what few customers have. */
const HAS_MORE = 128;
const HAS_ACTIVITY = 1;
const HAS_CONTACTS = 2;
const TOO_MANY_CONTACTS = 4;

const CONTACT_DAYS = ['sent', 'opened', 'clicked'] as const;

const writeContact = (writer: ByteWriter, contact: Contact, near: number, writeText: WriteText): void => {
  writeText(contact.campaign);
  const days = CONTACT_DAYS.map((action) => contact[action]);
  writer.byte(days.reduce<number>((bits, day, index) => bits | (day === null ? 0 : 1 << index), 0));
  for (const day of days) if (day !== null) writer.signed(near - day);
};
const readContact = (reader: ByteReader, near: number, readText: ReadText): Contact => {
  const campaign = readText();
  const bits = reader.byte();
  const day = (index: number): number | null => (bits & (1 << index) ? near - reader.signed() : null);
  return { campaign, sent: day(0), opened: day(1), clicked: day(2) };
};

/** The end of a timeline that has a fact. */
export const writeRecent = (writer: ByteWriter, recent: Recent, writeText: WriteText): void => {
  const {
    last,
    acts,
    daily,
    paid,
    first,
    bought,
    orders,
    firstOrder,
    returned,
    answers,
    activity,
    contacts,
  } = recent;
  const near = dayNear(last);
  const more =
    (activity !== null ? HAS_ACTIVITY : 0) |
    (contacts === null ? TOO_MANY_CONTACTS : contacts.length > 0 ? HAS_CONTACTS : 0);
  const hasUntil = bought !== null && bought.until !== Number.NEGATIVE_INFINITY;
  writer.byte(
    (paid ? PAID : 0) |
      (first !== null ? HAS_FIRST : 0) |
      (bought !== null ? HAS_BOUGHT : 0) |
      (hasUntil ? HAS_UNTIL : 0) |
      (firstOrder !== null ? HAS_FIRST_ORDER : 0) |
      (returned ? RETURNED : 0) |
      (answers !== null ? HAS_ANSWERS : 0) |
      (more !== 0 ? HAS_MORE : 0),
  );
  if (more !== 0) writer.byte(more);
  writer.signed(last);
  writer.unsigned(acts.length);
  for (const act of acts) writeAct(writer, act, last, writeText);
  writeSteps(writer, daily, near);
  if (first !== null) writer.signed(near - first);
  if (bought !== null) writeSteps(writer, bought.daily, near);
  if (hasUntil) writer.signed(bought.until - last);
  writeDays(writer, orders, near);
  if (firstOrder !== null) writer.signed(near - firstOrder);
  if (answers !== null) {
    writer.unsigned(answers.length);
    for (const answer of answers) writeAnswer(writer, answer, near, writeText);
  }
  if (activity !== null) writer.signed(near - activity);
  if (contacts === null || contacts.length === 0) return;
  writer.unsigned(contacts.length);
  for (const contact of contacts) writeContact(writer, contact, near, writeText);
};

const readMany = <T>(reader: ByteReader, read: () => T): T[] => {
  const items: T[] = [];
  for (let count = reader.unsigned(); count > 0; count--) items.push(read());
  return items;
};

const readContacts = (reader: ByteReader, more: number, near: number, readText: ReadText) => {
  if (more & TOO_MANY_CONTACTS) return null;
  return more & HAS_CONTACTS ? readMany(reader, () => readContact(reader, near, readText)) : [];
};

export const readRecent = (reader: ByteReader, readText: ReadText): Recent => {
  const flags = reader.byte();
  const more = flags & HAS_MORE ? reader.byte() : 0;
  const last = reader.signed();
  const near = dayNear(last);
  const acts = readMany(reader, () => readAct(reader, last, readText));
  const daily = readSteps(reader, near);
  const first = flags & HAS_FIRST ? near - reader.signed() : null;
  const boughtDaily = flags & HAS_BOUGHT ? readSteps(reader, near) : null;
  const until = flags & HAS_UNTIL ? last + reader.signed() : Number.NEGATIVE_INFINITY;
  return {
    last,
    acts,
    daily,
    paid: (flags & PAID) !== 0,
    first,
    bought: boughtDaily && { daily: boughtDaily, until },
    orders: readDays(reader, near),
    firstOrder: flags & HAS_FIRST_ORDER ? near - reader.signed() : null,
    returned: (flags & RETURNED) !== 0,
    answers: flags & HAS_ANSWERS ? readMany(reader, () => readAnswer(reader, near, readText)) : null,
    activity: more & HAS_ACTIVITY ? near - reader.signed() : null,
    contacts: readContacts(reader, more, near, readText),
  };
};
