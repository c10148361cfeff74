import type { Customer } from './customer.ts';
import { randomFor } from './random.ts';
import { DAY, HOUR, isoDate, MINUTE } from './time.ts';
import type { Today } from './today.ts';

interface Mailing {
  readonly campaign: string;
  readonly isFor: (customer: Customer) => boolean;
  readonly opens: number;
  readonly clicks: number;
}

const subscribed = (customer: Customer): boolean => customer.stage === 'subscribed';

/** What goes out on this day, if anything. */
const mailingsOn = (today: Today): readonly Mailing[] => {
  const date = new Date(today.start);
  const [month, dayOfMonth, weekday] = [date.getUTCMonth(), date.getUTCDate(), date.getUTCDay()];
  const name = isoDate(today.start).slice(0, 7);
  const mailings: Mailing[] = [
    {
      campaign: 'welcome',
      isFor: (c) => Math.floor((today.start - c.joined) / DAY) === 1,
      opens: 0.68,
      clicks: 0.3,
    },
    {
      campaign: 'come-back',
      isFor: (c) =>
        c.stage === 'away' &&
        c.left!.reason !== 'trial' &&
        Math.floor((today.start - c.left!.at) / DAY) === 45,
      opens: 0.3,
      clicks: 0.06,
    },
  ];
  if (weekday === 2 && dayOfMonth <= 7)
    mailings.push({ campaign: `newsletter-${name}`, isFor: subscribed, opens: 0.39, clicks: 0.07 });
  if (weekday === 4 && dayOfMonth > 14 && dayOfMonth <= 21 && month % 3 === 1) {
    mailings.push({
      campaign: `new-features-${name}`,
      isFor: (c) => subscribed(c) && c.terms.plan !== 'starter',
      opens: 0.46,
      clicks: 0.13,
    });
  }
  if (month === 10 && weekday === 5 && dayOfMonth > 22 && dayOfMonth <= 29) {
    mailings.push({
      campaign: `black-friday-${date.getUTCFullYear()}`,
      isFor: subscribed,
      opens: 0.44,
      clicks: 0.16,
    });
  }
  if (today.start <= today.outage.end + 2 * DAY && today.start > today.outage.end + DAY) {
    mailings.push({
      campaign: 'about-the-outage',
      isFor: (c) => subscribed(c) && c.terms.plan === today.outage.plan,
      opens: 0.71,
      clicks: 0.2,
    });
  }
  return mailings;
};

/** Sends the day's mailings; who opens and clicks does so within the following hours. */
export const mail = (today: Today, customers: readonly Customer[], seed: number): void => {
  for (const { campaign, isFor, opens, clicks } of mailingsOn(today)) {
    for (const customer of customers) {
      if (!isFor(customer)) continue;
      const random = randomFor(seed, 7, today.day, customer.index, campaign.length);
      const act = (action: 'sent' | 'opened' | 'clicked', time: number): void =>
        today.emit({
          id: `${action}-${campaign}-${customer.index}-${today.day}`,
          type: 'message',
          time: Math.floor(time),
          customer: customer.id,
          campaign,
          action,
        });
      const sent = today.start + 9 * HOUR + random.next() * 30 * MINUTE;
      act('sent', sent);
      if (!random.chance(opens)) continue;
      const opened = sent + MINUTE + random.exponential(5 * HOUR);
      act('opened', opened);
      if (random.chance(clicks / opens)) act('clicked', opened + MINUTE);
    }
  }
};
