import { useCallback, useContext, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { pathWith, type Query } from './ask.ts';
import { type Known, questionOf } from './cache.ts';
import { TenantName } from './tenant.ts';

const HISTORY_PAUSE = 30_000;

export interface Answer<T> {
  /** undefined until the first answer. */
  readonly data: T | undefined;
  readonly error: Error | null;
  /** What is shown is the answer to the question before this one, or the newest could not be had. */
  readonly isOld: boolean;
  readonly refresh: () => void;
}

interface Options {
  /** Milliseconds from one answer to the next question; Infinity: asked once. */
  readonly every?: number;
  /** When this changes, the question is asked again. */
  readonly version?: unknown;
}

/** The answer to a GET for the tenant that is shown, kept current. `path` null asks nothing. */
export const useAnswer = <T>(
  path: string | null,
  query: Query = {},
  { every = HISTORY_PAUSE, version }: Options = {},
): Answer<T> => {
  const tenant = useContext(TenantName);
  const full = path === null ? null : pathWith(path, query);
  const question = useMemo(() => questionOf(tenant, full), [tenant, full]);
  const subscribe = useCallback((reader: () => void) => question.follow(reader, every), [question, every]);
  const known: Known = useSyncExternalStore(subscribe, question.read);
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current !== undefined && version !== seen.current) question.refresh();
    seen.current = version;
  }, [version, question]);
  // Until the first answer to a question with other parameters, that to the one before stays: nothing jumps.
  const last = useRef<{ readonly about: string; readonly data: unknown }>({ about: '', data: undefined });
  const about = `${tenant} ${path}`;
  if (known.data !== undefined) last.current = { about, data: known.data };
  const isPrevious = known.data === undefined && last.current.about === about;
  return {
    data: (isPrevious ? last.current.data : known.data) as T | undefined,
    error: known.error,
    isOld: (isPrevious && last.current.data !== undefined) || known.error !== null,
    refresh: question.refresh,
  };
};
