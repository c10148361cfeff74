import { useContext, useRef, useSyncExternalStore } from 'react';
import { useChoice } from '../url/address.ts';
import { type Value, WINDOWS, type Window } from './shapes.ts';
import { type Stream, streamOf, type Told } from './stream.ts';
import { TenantName } from './tenant.ts';

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

/** A metric as it is now, over the window that is shown. Until another window is known, what stood there stays. */
export const useLive = (metric: string): Live => {
  const tenant = useContext(TenantName);
  const data = useTold(({ values }) => values.get(metric));
  const error = useStreamError();
  const about = `${tenant} ${metric}`;
  const last = useRef<{ readonly about: string; readonly data: Value | undefined }>({ about, data });
  if (data !== undefined || last.current.about !== about) last.current = { about, data };
  return { data: data ?? last.current.data, error };
};
