import { useContext, useRef, useSyncExternalStore } from 'react';
import { useChoice } from '../url/address.ts';
import { useWhere } from '../url/useWhere.ts';
import { type Value, WINDOWS, type Window } from './shapes.ts';
import { type Stream, streamOf, type Told } from './stream.ts';
import { TenantName } from './tenant.ts';
import { useAnswer } from './useAnswer.ts';

/** The window that all pages share. */
export const useWindow = (): [Window, (window: Window) => void] => useChoice('window', WINDOWS, '30d');

const useStream = (): Stream => {
  const tenant = useContext(TenantName);
  const [window] = useWindow();
  return streamOf(tenant, window);
};

/** One thing that the stream tells; whoever reads it is rendered again only when that changes. */
const useTold = <T>(pick: (told: Told) => T): T => {
  const stream = useStream();
  return useSyncExternalStore(stream.follow, () => pick(stream.told()));
};

export const useStreamError = (): Error | null => useTold(({ error }) => error);
/** Changes with every movement. */
export const useMovementCount = (): number => useTold(({ movements }) => movements);
/** Changes with every change of an alert. */
export const useAlertCount = (): number => useTold(({ alerts }) => alerts);

interface Live {
  /** undefined until it was told for the first time. */
  readonly data: Value | undefined;
  readonly error: Error | null;
}

/**
 * A metric as it is now, over the window that is shown. Until another window is known, what stood there stays. Of some of the
 * customers it comes from history, which the stream does not tell.
 */
export const useLive = (metric: string): Live => {
  const tenant = useContext(TenantName);
  const [window] = useWindow();
  const [where] = useWhere();
  const told = useTold(({ values }) => values.get(metric));
  const streamError = useStreamError();
  const narrowed = useAnswer<Value>(where === null ? null : `/v1/metrics/${metric}`, { window, where });
  const data = where === null ? told : narrowed.data;
  const error = where === null ? streamError : narrowed.error;
  const about = `${tenant} ${metric} ${where}`;
  const last = useRef<{ readonly about: string; readonly data: Value | undefined }>({ about, data });
  if (data !== undefined || last.current.about !== about) last.current = { about, data };
  return { data: data ?? last.current.data, error };
};
