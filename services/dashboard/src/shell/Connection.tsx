import type { Settings } from '../answers/shapes.ts';
import { useAnswer } from '../answers/useAnswer.ts';
import { useCurrent } from '../answers/useStatus.ts';
import { count } from '../words/numbers.ts';
import { clockIn } from '../words/times.ts';

const SETTINGS_PAUSE = 60_000;

/** One quiet line about how current the page is. What stands on it stays when the API does not answer. */
export const Connection = () => {
  const { status, error } = useCurrent();
  const { data: settings } = useAnswer<Settings>('/v1/settings', {}, { every: SETTINGS_PAUSE });
  const through = status === undefined ? '' : clockIn(status.data_through, settings?.time_zone ?? 'UTC');
  const [state, words, title] = ((): readonly [string, string, string | undefined] => {
    if (error !== null)
      return ['broken', through === '' ? 'No answer' : `No answer, values as of ${through}`, error.message];
    if (status === undefined) return ['waiting', 'Connecting', undefined];
    if (status.settled)
      return [
        'live',
        `Settled, data through ${through}`,
        'Everything accepted before this time is in the numbers',
      ];
    return ['behind', `Catching up, ${count(status.pending)} events pending`, undefined];
  })();
  return (
    <p className={`connection ${state}`} title={title}>
      <i className="dot" />
      <span>{words}</span>
    </p>
  );
};
