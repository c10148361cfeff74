import { ROLLING_DAYS } from '../metrics/window.ts';
import { noContact } from '../recent/contacts.ts';
import type { Fact, MessageFact } from '../timeline/fact.ts';
import type { Definitions } from '../transition.ts';
import { TermChanges } from './changes.ts';
import type { TermFamily } from './family.ts';
import { inSight, together } from './steps.ts';
import { termOf } from './termOf.ts';

/** Beyond a quarter nobody asks who opened; the less of the past is needed, the less is kept of each customer. */
export const CAMPAIGN_WINDOWS = ['7d', '30d', '90d'] as const;

/** Ascending days on which one campaign's message was sent to a customer, opened and clicked. */
type ContactDays = Readonly<Record<MessageFact['action'], readonly number[]>>;

const add = ({ sent, opened, clicked }: ContactDays, sign: 1n | -1n, changes: TermChanges): void => {
  for (const window of CAMPAIGN_WINDOWS) {
    const length = ROLLING_DAYS[window];
    const reached = inSight(sent, length);
    const also = (days: readonly number[]) => together(reached, inSight(days, length), (a, b) => a * b);
    changes.addSteps(termOf('recipients', window), reached, sign);
    changes.addSteps(termOf('recipients_opened', window), also(opened), sign);
    changes.addSteps(termOf('recipients_clicked', window), also(clicked), sign);
  }
};

const daysIn = (facts: readonly Fact[], campaign: string, { calendar }: Definitions): ContactDays => {
  const mine = facts.filter(
    (fact): fact is MessageFact => fact.type === 'message' && fact.campaign === campaign,
  );
  const days = (action: MessageFact['action']) =>
    mine.filter((fact) => fact.action === action).map(({ time }) => calendar.dayOf(time));
  return { sent: days('sent'), opened: days('opened'), clicked: days('clicked') };
};

const onlyKnown = (day: number | null): readonly number[] => (day === null ? [] : [day]);

/**
 * `recipients.W`: 1 a customer and campaign where a message was sent within the window. `recipients_opened.W`,
 * `recipients_clicked.W`: 1 where one was opened, clicked within it too.
 */
export const campaigns: TermFamily = {
  name: 'campaigns',
  reads: new Set(['message']),
  change: ({ before, after, fact }, definitions, changes) => {
    if (fact.type !== 'message') return;
    add(daysIn(before, fact.campaign, definitions), -1n, changes);
    add(daysIn(after, fact.campaign, definitions), 1n, changes);
  },
  atEnd: {
    isEnough: ({ contacts }) => contacts !== null,
    add: ({ contacts }, fact, { calendar }, sink) => {
      if (fact.type !== 'message') return;
      const { campaign, action } = fact;
      const day = calendar.dayOf(fact.time);
      const known = contacts!.find((contact) => contact.campaign === campaign) ?? noContact(campaign);
      if (known[action] === day) return;
      const before = {
        sent: onlyKnown(known.sent),
        opened: onlyKnown(known.opened),
        clicked: onlyKnown(known.clicked),
      };
      const changes = new TermChanges();
      add(before, -1n, changes);
      add({ ...before, [action]: [...before[action], day] }, 1n, changes);
      changes.addTo(sink);
    },
  },
};
