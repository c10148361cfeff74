import type { Context, TenantView } from '../context.ts';
import type { Freshness } from '../reading/freshness.ts';
import { contextOf, viewTenant } from '../tenantView.ts';
import { type Look, messagesOf } from './look.ts';
import { message } from './message.ts';
import type { Outlet } from './outlet.ts';
import { type Place, placeText } from './place.ts';
import { type Followed, nameOf, type Question } from './question.ts';
import { metricsData, readShown, type Shown } from './values.ts';

/** One stream. `resume` is the `Last-Event-ID` it came with; null for a first visit. */
export interface Subscriber {
  readonly tenant: string;
  readonly question: Question;
  readonly resume: string | null;
  readonly outlet: Outlet;
  /** Throws where the caller may not look any more. */
  readonly admit: () => void;
}

/** Where the live store is: a mark that differs whenever a value may, and how current it is. */
export interface Present {
  readonly mark: string;
  readonly freshness: Freshness;
}

/** What a stream that was cut off has missed, as messages; a gap where that cannot be told (any more). */
export type Missed = (
  view: TenantView,
  resume: string,
) => Promise<{ readonly text: string; readonly gap: boolean }>;

/** All streams of one tenant. Each value is read and each message written out once for all who follow the same. */
export interface Feed {
  readonly members: () => readonly Subscriber[];
  readonly tell: (from: Place, look: Look, present: Present) => Promise<void>;
  readonly welcome: (
    newcomers: readonly Subscriber[],
    place: Place,
    present: Present,
    missed: Missed,
  ) => Promise<void>;
  readonly leave: (subscriber: Subscriber) => void;
}

interface Group {
  readonly question: Question;
  readonly members: Set<Subscriber>;
}

export const createFeed = (context: Context, tenant: string): Feed => {
  const groups = new Map<string, Group>();
  let mark = '';
  let shown: Shown = new Map();
  let settled = false;
  /** A message could not be made: the next one says that something is missing. */
  let owed = false;

  const read = async (view: TenantView, present: Present, questions: readonly Question[]): Promise<void> => {
    const followed = new Map<string, Followed>();
    for (const question of questions) for (const each of question.followed) followed.set(nameOf(each), each);
    const now = `${present.mark} ${view.today} ${view.stored.version} ${view.writtenBefore}`;
    if (now === mark && [...followed.keys()].every((name) => shown.has(name))) return;
    shown = await readShown(contextOf(context, view), view, [...followed.values()]);
    mark = now;
  };

  const questions = (): Question[] => [...groups.values()].map(({ question }) => question);

  const tell: Feed['tell'] = async (from, look, present) => {
    const gap = look.gap || owed;
    owed = true;
    const view = await viewTenant(context, tenant);
    const before = shown;
    await read(view, present, questions());
    const turned = present.freshness.settled !== settled;
    settled = present.freshness.settled;
    const news = gap ? '' : messagesOf(view, from, look);
    for (const { question, members } of groups.values()) {
      const last = gap ? null : before;
      const differs = question.followed.some((each) => last?.get(nameOf(each)) !== shown.get(nameOf(each)));
      const data = () =>
        metricsData(view, present.freshness, question.followed, shown, { before: last, gap });
      const text = `${news}${differs || turned ? message('metrics', placeText(look.place), data()) : ''}`;
      if (text === '') continue;
      const bytes = Buffer.from(text);
      for (const { outlet } of members) outlet.write(bytes);
    }
    owed = false;
  };

  const welcome: Feed['welcome'] = async (newcomers, place, present, missed) => {
    const view = await viewTenant(context, tenant);
    await read(view, present, [...questions(), ...newcomers.map(({ question }) => question)]);
    const texts = new Map<string, Buffer>();
    for (const { question, resume, outlet } of newcomers) {
      const kind = `${question.text} ${resume}`;
      if (!texts.has(kind)) {
        const { text, gap } = resume === null ? { text: '', gap: false } : await missed(view, resume);
        const data = metricsData(view, present.freshness, question.followed, shown, { before: null, gap });
        texts.set(kind, Buffer.from(`${text}${message('metrics', placeText(place), data)}`));
      }
      outlet.write(texts.get(kind)!);
    }
    for (const newcomer of newcomers) {
      const { question } = newcomer;
      const group = groups.get(question.text) ?? { question, members: new Set() };
      groups.set(question.text, group);
      group.members.add(newcomer);
    }
    if (groups.size > 0) settled = present.freshness.settled;
  };

  return {
    members: () => [...groups.values()].flatMap(({ members }) => [...members]),
    tell,
    welcome,
    leave: (subscriber) => {
      const group = groups.get(subscriber.question.text);
      group?.members.delete(subscriber);
      if (group?.members.size === 0) groups.delete(subscriber.question.text);
    },
  };
};
