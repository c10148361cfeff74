import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UTC } from '../calendar/calendar.ts';
import type { Message } from '../event/event.ts';
import { fold, sumsOf } from '../laws/fold.ts';
import { createStoredCustomer } from '../laws/storedCustomers.ts';
import { createListSink } from '../laws/sums.ts';
import { DEFAULT_SETTINGS } from '../settings/settings.ts';
import type { Definitions } from '../transition.ts';
import { MOST_CONTACTS } from './recent.ts';
import { recentOf } from './recentOf.ts';

const DAY = 86_400_000;
const definitions: Definitions = { calendar: UTC, settings: DEFAULT_SETTINGS };

const message = (day: number, campaign: number, action: Message['action']): Message => ({
  type: 'message',
  id: `${action} ${campaign} on ${day}`,
  time: day * DAY,
  customer: 'c',
  properties: {},
  campaign: `campaign ${campaign}`,
  action,
});

/** A campaign every `apart` days, each opened two days after it was sent. */
const campaigns = (count: number, apart: number): readonly Message[] =>
  Array.from({ length: count }, (_, n) => [
    message(n * apart, n, 'sent'),
    message(n * apart + 2, n, 'opened'),
  ])
    .flat()
    .toSorted((a, b) => a.time - b.time);

const contactsAfter = (events: readonly Message[]) =>
  recentOf(fold(events, definitions).state, definitions).contacts;

test('what no window sees any more is not kept', () => {
  assert.deepEqual(
    contactsAfter([...campaigns(3, 30), message(90, 3, 'sent')])?.map(({ campaign, sent, opened }) => [
      campaign,
      sent,
      opened,
    ]),
    [
      ['campaign 0', null, 2],
      ['campaign 1', 30, 32],
      ['campaign 2', 60, 62],
      ['campaign 3', 90, null],
    ],
  );
});

test('more campaigns than are kept are counted by the whole timeline, to the same sums', () => {
  for (const apart of [7, 1]) {
    const events = campaigns(3 * MOST_CONTACTS, apart);
    assert.equal(contactsAfter(events) === null, apart === 1);
    const stored = createStoredCustomer();
    const { sink, changes } = createListSink();
    for (let at = 0; at < events.length; at += 5) {
      const { joined } = stored.batch(events.slice(at, at + 5), { version: 0, definitions }, () => sink);
      assert.ok(joined.every(({ outcome }) => outcome === 'applied'));
    }
    assert.deepEqual(sumsOf(changes), sumsOf(fold(events, definitions).terms));
  }
});
