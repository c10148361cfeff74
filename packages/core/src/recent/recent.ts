import type { DaySteps } from '../terms/steps.ts';
import type { Act } from '../timeline/subscriptions.ts';

/** The latest NPS answer of one respondent; `respondent` null: the customer. */
export interface Answer {
  readonly respondent: string | null;
  readonly day: number;
  readonly score: number;
}

/** The latest days on which a campaign's message was sent to the customer, opened and clicked; null: not of late. */
export interface Contact {
  readonly campaign: string;
  readonly sent: number | null;
  readonly opened: number | null;
  readonly clicked: number | null;
}

/** Activity by having bought, kept only for tenants with `active_days_after_purchase`. */
export interface Bought {
  /** 1 on days at whose end the customer was active for any reason, as far as known at `last`. */
  readonly daily: DaySteps;
  /** Instant up to which purchases begun by `last` keep the customer active if nothing cancels them; −Infinity: none does. */
  readonly until: number;
}

/**
 * A customer as seen from the end of their timeline: what an event later than all others needs to know, and no more. It follows
 * from the facts and the tenant's definitions (`recentOf`), so nothing in it is known only here. Days are the tenant's.
 */
export interface Recent {
  /** Time of the latest fact; −Infinity where there is none. */
  readonly last: number;
  /** Purchases in force at `last`, and acts that take effect after it, in the order in which they apply. */
  readonly acts: readonly Act[];
  /** MRR at the end of days by what took effect up to `last`, from LOOK_BACK days before it on. */
  readonly daily: DaySteps;
  /** Whether any movement took effect up to `last`. */
  readonly paid: boolean;
  /** Day of the first activity begun by `last`. */
  readonly first: number | null;
  readonly bought: Bought | null;
  /** Days of the latest orders, ascending: as many as the next one's terms may hang on. */
  readonly orders: readonly number[];
  readonly firstOrder: number | null;
  /** Whether anything was ever returned: what a return takes back hangs on the order it names. */
  readonly returned: boolean;
  /** null: more respondents than are worth keeping here. */
  readonly answers: readonly Answer[] | null;
  /** Day of the latest activity. */
  readonly activity: number | null;
  /** Those touched of late, the last one last; null: more than are worth keeping here. */
  readonly contacts: readonly Contact[] | null;
}

/** The longest window, and one day to stand on. */
export const LOOK_BACK = 366;

/** The longest window of terms of campaigns, in days. */
export const CONTACT_DAYS = 90;

/** A customer in touch with more campaigns than this of late has their messages counted by the whole timeline. */
export const MOST_CONTACTS = 16;

/** More respondents of one customer than this are looked up in the whole timeline. */
export const MOST_RESPONDENTS = 8;

export const EMPTY_RECENT: Recent = {
  last: Number.NEGATIVE_INFINITY,
  acts: [],
  daily: [],
  paid: false,
  first: null,
  bought: null,
  orders: [],
  firstOrder: null,
  returned: false,
  answers: [],
  activity: null,
  contacts: [],
};
