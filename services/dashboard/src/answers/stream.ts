import { NotSignedIn, pathWith, Refused } from './ask.ts';
import { type Message, readMessages } from './messages.ts';
import { session } from './session.ts';
import type { Freshness, Value, Window } from './shapes.ts';

/** What one stream has told so far. Values stay while the connection is away. */
export interface Told {
  readonly values: ReadonlyMap<string, Value>;
  /** Why nothing comes at the moment; null: all is well. */
  readonly error: Error | null;
  /** How often movements and alerts were told of, or may have been missed. */
  readonly movements: number;
  readonly alerts: number;
}

export interface Stream {
  readonly told: () => Told;
  readonly follow: (reader: () => void) => () => void;
}

interface MetricsData extends Freshness {
  readonly currency: string | null;
  readonly snapshot: boolean;
  readonly metrics: readonly Omit<Value, keyof Freshness | 'currency'>[];
}

const NOTHING: Told = { values: new Map(), error: null, movements: 0, alerts: 0 };
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 4_000;
/** The server says something each 15 s: a connection that is silent for longer is dead. */
const LONGEST_SILENCE = 40_000;
/** From one page to the next nobody reads for a moment. */
const LINGER = 1_000;

const withMessage = (told: Told, { event, data }: Message): Told => {
  if (event === 'movement') return { ...told, movements: told.movements + 1 };
  if (event === 'alert') return { ...told, alerts: told.alerts + 1 };
  if (event !== 'metrics') return told;
  const { metrics, currency, data_through, pending_events, settled, snapshot } = JSON.parse(
    data,
  ) as MetricsData;
  const values = new Map(told.values);
  for (const row of metrics)
    values.set(row.metric, { ...row, currency, data_through, pending_events, settled });
  // With a snapshot something may have been missed: whoever lists things asks again.
  const missed = snapshot ? 1 : 0;
  return { values, error: null, movements: told.movements + missed, alerts: told.alerts + missed };
};

const open = async (
  tenant: string | null,
  window: Window,
  last: string,
  signal: AbortSignal,
): Promise<Response> => {
  const response = await fetch(pathWith('/v1/stream', { window }), {
    headers: {
      ...(tenant === null ? {} : { 'x-tidemark-tenant': tenant }),
      ...(last === '' ? {} : { 'last-event-id': last }),
    },
    signal,
  }).catch(() => {
    throw new Error('the API cannot be reached');
  });
  if (response.status === 401) throw new NotSignedIn('sign in first');
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as { detail?: string };
  throw new Refused(response.status, problem.detail ?? `the API answered ${response.status}`);
};

/** Connected while somebody reads and the page is seen: of the few connections that a browser opens to one host, hidden tabs take none. */
const createStream = (tenant: string | null, window: Window): Stream => {
  let told = NOTHING;
  let last = '';
  let pause = FIRST_PAUSE;
  let running: AbortController | null = null;
  let timer: number | undefined;
  const readers = new Set<() => void>();

  const tell = (next: Told): void => {
    told = next;
    for (const reader of [...readers]) reader();
  };

  const connect = async (mine: AbortController): Promise<void> => {
    let watchdog: number | undefined;
    const alive = (): void => {
      self.clearTimeout(watchdog);
      watchdog = self.setTimeout(() => mine.abort(), LONGEST_SILENCE);
    };
    try {
      alive();
      const response = await open(tenant, window, last, mine.signal);
      await readMessages(response.body!, (message) => {
        if (running !== mine) return;
        alive();
        pause = FIRST_PAUSE;
        if (message.id !== '') last = message.id;
        tell(withMessage(told, message));
      });
      throw new Error('the API has ended the connection');
    } catch (error) {
      if (running !== mine) return;
      running = null;
      if (error instanceof NotSignedIn) return session.lost();
      tell({ ...told, error: error instanceof Error ? error : new Error(String(error)) });
      timer = self.setTimeout(settle, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    } finally {
      self.clearTimeout(watchdog);
    }
  };

  /** Connects or disconnects, whichever is due. */
  const settle = (): void => {
    self.clearTimeout(timer);
    const isWanted = readers.size > 0 && !document.hidden;
    if (isWanted && running === null) {
      running = new AbortController();
      void connect(running);
    } else if (!isWanted && running !== null) {
      const ended = running;
      running = null;
      ended.abort();
    }
  };
  document.addEventListener('visibilitychange', settle);

  return {
    told: () => told,
    follow: (reader) => {
      readers.add(reader);
      settle();
      return () => {
        readers.delete(reader);
        if (readers.size === 0) timer = self.setTimeout(settle, LINGER);
      };
    },
  };
};

const streams = new Map<string, Stream>();

export const streamOf = (tenant: string | null, window: Window): Stream => {
  const key = JSON.stringify([tenant, window]);
  const known = streams.get(key) ?? createStream(tenant, window);
  streams.set(key, known);
  return known;
};

/** Nothing of another key's tenants may stay. */
export const forgetStreams = (): void => streams.clear();
