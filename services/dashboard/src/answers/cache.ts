import { ask, NotSignedIn, Refused } from './ask.ts';
import { inHistoryLane, NotWanted } from './lanes.ts';
import { session } from './session.ts';

/** What is known of one question. Data that is there stays while the next answer is awaited, or fails. */
export interface Known {
  readonly data: unknown;
  readonly error: Error | null;
}

interface Entry {
  known: Known;
  at: number;
  running: boolean;
  /** Asked for while it ran: what it answers may be too old. */
  again: boolean;
  readonly readers: Map<() => void, number>;
  timer: number | undefined;
}

/** Slower than this counts as history, which is asked a few at a time. */
const LIVE_PAUSE = 5_000;
const RETRY_PAUSE = 2_000;
const MOST_ENTRIES = 400;
const NOTHING: Known = { data: undefined, error: null };

const entries = new Map<string, Entry>();
const keyOf = (tenant: string | null, path: string): string => JSON.stringify([tenant, path]);

const entryOf = (key: string): Entry => {
  const known = entries.get(key);
  if (known !== undefined) return known;
  const entry: Entry = {
    known: NOTHING,
    at: Number.NEGATIVE_INFINITY,
    running: false,
    again: false,
    readers: new Map(),
    timer: undefined,
  };
  entries.set(key, entry);
  if (entries.size > MOST_ENTRIES) {
    const idle = [...entries].find(([, { readers }]) => readers.size === 0);
    if (idle !== undefined) entries.delete(idle[0]);
  }
  return entry;
};

const tell = (entry: Entry, known: Known): void => {
  entry.known = known;
  for (const reader of [...entry.readers.keys()]) reader();
};

const isFinal = (error: Error | null): boolean =>
  error instanceof NotSignedIn || (error instanceof Refused && error.status < 500 && error.status !== 429);

const schedule = (key: string, entry: Entry): void => {
  window.clearTimeout(entry.timer);
  if (entry.readers.size === 0) return;
  const pause = Math.min(...entry.readers.values());
  const { error } = entry.known;
  const wait = error !== null && !isFinal(error) ? Math.min(pause, RETRY_PAUSE) : pause;
  if (wait === Number.POSITIVE_INFINITY) return;
  entry.timer = window.setTimeout(() => void refresh(key, entry), wait);
};

const refresh = async (key: string, entry: Entry): Promise<void> => {
  if (entry.running) {
    entry.again = true;
    return;
  }
  // Nobody looks: ask when somebody does again.
  if (document.hidden) return;
  window.clearTimeout(entry.timer);
  entry.running = true;
  const [tenant, path] = JSON.parse(key) as [string | null, string];
  const isLive = Math.min(...entry.readers.values()) < LIVE_PAUSE;
  try {
    const question = () => ask(path, { tenant });
    const isWanted = () => entry.readers.size > 0;
    const data = await (isLive ? question() : inHistoryLane(isWanted, question));
    tell(entry, { data, error: null });
  } catch (error) {
    if (error instanceof NotWanted) {
      entry.running = false;
      // Whoever came back meanwhile asks anew.
      if (entry.readers.size > 0) void refresh(key, entry);
      return;
    }
    if (error instanceof NotSignedIn) session.lost();
    tell(entry, { data: entry.known.data, error: error instanceof Error ? error : new Error(String(error)) });
  }
  entry.at = performance.now();
  entry.running = false;
  if (entry.again) {
    entry.again = false;
    void refresh(key, entry);
  } else schedule(key, entry);
};

document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  for (const [key, entry] of entries) if (entry.readers.size > 0) void refresh(key, entry);
});

/** A question whose answer is kept for all who read it. `path` null asks nothing. */
export const questionOf = (tenant: string | null, path: string | null) => {
  if (path === null) return { read: () => NOTHING, follow: () => () => undefined, refresh: () => undefined };
  const key = keyOf(tenant, path);
  const entry = entryOf(key);
  return {
    read: (): Known => entry.known,
    /** Asks now, unless the answer is fresh, and then every `pause` milliseconds. */
    follow: (reader: () => void, pause: number): (() => void) => {
      entry.readers.set(reader, pause);
      if (performance.now() - entry.at >= Math.min(pause, RETRY_PAUSE)) void refresh(key, entry);
      else schedule(key, entry);
      return () => {
        entry.readers.delete(reader);
        schedule(key, entry);
      };
    },
    refresh: () => void refresh(key, entry),
  };
};

/** After a change, everything shown is asked again. */
export const refreshAll = (): void => {
  for (const [key, entry] of entries) {
    if (entry.readers.size > 0) void refresh(key, entry);
    else entry.at = Number.NEGATIVE_INFINITY;
  }
};

/** Nothing of another key's tenants may stay. */
export const forgetAll = (): void => {
  for (const [key, entry] of entries) {
    tell(entry, NOTHING);
    if (entry.readers.size > 0) void refresh(key, entry);
    else entries.delete(key);
  }
};
