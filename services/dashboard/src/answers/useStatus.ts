import { useEffect, useRef, useState } from 'react';
import type { Status } from './shapes.ts';
import { type Answer, useAnswer } from './useAnswer.ts';
import { useStreamError } from './useLive.ts';

const PAUSE = 1_000;

/** How far the whole instance is. */
export const useStatus = (): Answer<Status> => useAnswer<Status>('/v1/status', {}, { every: PAUSE });

interface Current {
  readonly status: Status | undefined;
  /** Why the live values may be old. */
  readonly error: Error | null;
}

/**
 * How current the live values are. They come by the stream, a moment after they changed: so what is told is the answer before the
 * newest, of which it is certain that the values have it.
 */
export const useCurrent = (): Current => {
  const { data, error } = useStatus();
  const streamError = useStreamError();
  const newest = useRef(data);
  const [status, setStatus] = useState(data);
  useEffect(() => {
    setStatus(newest.current ?? data);
    newest.current = data;
  }, [data]);
  return { status, error: streamError ?? error };
};
