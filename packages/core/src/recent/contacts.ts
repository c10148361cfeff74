import type { Fact, MessageFact } from '../timeline/fact.ts';
import type { Definitions } from '../transition.ts';
import { CONTACT_DAYS, type Contact, MOST_CONTACTS } from './recent.ts';

/** What there is to know of a campaign that has not touched a customer of late. */
export const noContact = (campaign: string): Contact => ({
  campaign,
  sent: null,
  opened: null,
  clicked: null,
});

const isMessage = (fact: Fact): fact is MessageFact => fact.type === 'message';

/** The contacts after some facts, of which the latest of the timeline is on `today`; what no window sees any more is left out. */
export const contactsWith = (
  known: readonly Contact[] | null,
  facts: readonly Fact[],
  today: number,
  { calendar }: Definitions,
): readonly Contact[] | null => {
  if (known === null || (known.length === 0 && !facts.some(isMessage))) return known;
  const contacts = new Map(known.map((contact) => [contact.campaign, contact]));
  for (const { campaign, action, time } of facts.filter(isMessage)) {
    const contact = contacts.get(campaign) ?? noContact(campaign);
    contacts.delete(campaign);
    contacts.set(campaign, { ...contact, [action]: calendar.dayOf(time) });
  }
  const ofLate = (day: number | null) => (day !== null && day + CONTACT_DAYS > today ? day : null);
  const kept = [...contacts.values()]
    .map(({ campaign, sent, opened, clicked }) => ({
      campaign,
      sent: ofLate(sent),
      opened: ofLate(opened),
      clicked: ofLate(clicked),
    }))
    .filter(({ sent, opened, clicked }) => sent !== null || opened !== null || clicked !== null);
  return kept.length > MOST_CONTACTS ? null : kept;
};
