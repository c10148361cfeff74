import type { AlertFeed } from '@tidemark/pipeline';
import { readControl } from '@tidemark/redis';
import type { Context } from '../context.ts';
import { freshnessOf } from '../reading/freshness.ts';
import { createFeed, type Feed, type Missed, type Present, type Subscriber } from './feed.ts';
import { type Look, lookOn, messagesOf } from './look.ts';
import { heartbeat } from './message.ts';
import { type Place, placeText, readPlace } from './place.ts';

/**
 * All streams of this process. Four times a second one look at the positions of the live store tells whether anything changed;
 * only then is each watched tenant read. Nothing is pushed to this process, so nothing can be lost on the way. Movements come
 * from the ledger in ClickHouse, which keeps them for whoever resumes later; the outbox is emptied too soon for that.
 */
export interface Hub {
  readonly join: (subscriber: Subscriber) => void;
  readonly leave: (subscriber: Subscriber) => void;
  readonly close: () => void;
}

const PACE = 250;
const HEARTBEAT = 15_000;

export const createHub = (context: Context, alertFeed: AlertFeed): Hub => {
  const feeds = new Map<string, Feed>();
  /** Waiting for the next round. */
  let joining = new Set<Subscriber>();
  const gone = new WeakSet<Subscriber>();
  let place: Place | null = null;
  let next: NodeJS.Timeout | null = null;
  let busy = false;
  let failing = false;
  let closed = false;

  const everybody = (): readonly Subscriber[] => [...feeds.values()].flatMap(({ members }) => members());

  const complain = (error: unknown): void => {
    // One line when it begins, not four a second while it lasts.
    if (!failing)
      context.log.warn(
        { err: error, runbook: 'docs/runbook/store-away.md' },
        'streams cannot be told all for the moment',
      );
    failing = true;
  };

  const present = async (): Promise<Present & { readonly offsets: readonly number[] }> => {
    const observation = await context.observations.look();
    const control = await readControl(context.redis, context.partitions);
    const progress = control.map(({ partition, next: reached, known_at }) => ({
      partition,
      reached,
      known_at,
    }));
    return {
      mark: control.map(({ epoch, next: reached }) => `${epoch}:${reached}`).join(' '),
      freshness: freshnessOf(progress, observation, context.observations),
      offsets: control.map(({ stored }) => stored ?? 0),
    };
  };

  const missedBefore =
    (to: Place): Missed =>
    async (view, resume) => {
      const from = readPlace(resume, to);
      if (from === null) return { text: '', gap: true };
      let failed = false;
      // A place a second back makes it ask in any case what came due.
      const asked = { ...to, due: Math.max(to.due, from.due + 1_000) };
      const look = await lookOn(context, alertFeed, [view.tenant], from, asked, () => {
        failed = true;
      });
      if (failed || look.gap) return { text: '', gap: true };
      // What came after the look that all others share is told with the next one.
      const alerts = look.alerts.filter(({ id }) => !isLater(id, to.alerts));
      const movements = look.movements.filter(({ time }) => time <= to.due);
      return { text: messagesOf(view, from, { ...look, place: to, alerts, movements }), gap: false };
    };

  const round = async (newcomers: readonly Subscriber[]): Promise<void> => {
    const now = await present();
    if (place === null || feeds.size === 0)
      place = { offsets: now.offsets, due: context.now(), alerts: await alertFeed.end() };
    const from = place;
    const to = { ...from, offsets: now.offsets, due: Math.max(context.now(), from.due) };
    const tenants = [...feeds.keys()];
    const look: Look =
      tenants.length === 0
        ? { place: from, gap: false, movements: [], alerts: [] }
        : await lookOn(context, alertFeed, tenants, from, to, complain);
    place = look.place;
    for (const feed of feeds.values()) await feed.tell(from, look, now).catch(complain);
    for (const [tenant, group] of Map.groupBy(newcomers, (each) => each.tenant)) {
      const feed = feeds.get(tenant) ?? createFeed(context, tenant);
      await feed.welcome(group, place, now, missedBefore(place));
      feeds.set(tenant, feed);
    }
  };

  const turn = async (): Promise<void> => {
    busy = true;
    const started = context.now();
    const newcomers = [...joining];
    joining = new Set();
    try {
      await round(newcomers);
      failing = false;
    } catch (error) {
      complain(error);
      const welcomed = new Set(everybody());
      for (const each of newcomers) if (!welcomed.has(each)) joining.add(each);
    }
    // Those who left meanwhile.
    for (const each of newcomers) {
      if (!gone.has(each)) continue;
      joining.delete(each);
      feeds.get(each.tenant)?.leave(each);
    }
    for (const [tenant, feed] of feeds) if (feed.members().length === 0) feeds.delete(tenant);
    busy = false;
    if (!closed && (feeds.size > 0 || joining.size > 0))
      schedule(Math.max(0, PACE - (context.now() - started)));
  };

  const schedule = (wait: number): void => {
    if (busy) return;
    if (next !== null) clearTimeout(next);
    next = setTimeout(() => {
      next = null;
      void turn();
    }, wait);
  };

  const beat = setInterval(() => {
    if (place === null) return;
    const bytes = Buffer.from(heartbeat(placeText(place)));
    for (const { outlet, admit } of everybody()) {
      try {
        admit();
        outlet.write(bytes);
      } catch {
        // The key was revoked or has expired.
        outlet.end();
      }
    }
  }, HEARTBEAT);
  beat.unref();

  return {
    join: (subscriber) => {
      if (closed) return subscriber.outlet.end();
      joining.add(subscriber);
      // Those who come together are welcomed together.
      if (joining.size === 1) schedule(0);
    },
    leave: (subscriber) => {
      gone.add(subscriber);
      joining.delete(subscriber);
      feeds.get(subscriber.tenant)?.leave(subscriber);
    },
    close: () => {
      closed = true;
      clearInterval(beat);
      if (next !== null) clearTimeout(next);
      for (const { outlet } of [...everybody(), ...joining]) outlet.end();
    },
  };
};

/** Of two places in the feed of alerts. */
const isLater = (id: string, than: string): boolean => {
  const [a = 0, b = 0] = id.split('-').map(Number);
  const [c = 0, d = 0] = than.split('-').map(Number);
  return a > c || (a === c && b > d);
};
