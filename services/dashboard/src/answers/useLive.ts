import { useChoice } from '../url/address.ts';
import { type Value, WINDOWS, type Window } from './shapes.ts';
import { type Answer, useAnswer } from './useAnswer.ts';

const LIVE_PAUSE = 1_000;

/** The window that all pages share. */
export const useWindow = (): [Window, (window: Window) => void] => useChoice('window', WINDOWS, '30d');

/** A metric as it is now, over the window that is shown. */
export const useLive = (metric: string): Answer<Value> => {
  const [window] = useWindow();
  return useAnswer<Value>(`/v1/metrics/${metric}`, { window }, { every: LIVE_PAUSE });
};
