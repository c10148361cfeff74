import { useLive } from '../answers/useLive.ts';
import { count } from '../words/numbers.ts';
import { clockOf } from '../words/times.ts';

/** One quiet line about how current the page is. What stands on it stays when the API does not answer. */
export const Connection = () => {
  const { data, error } = useLive('mrr');
  const [state, words, title] = ((): readonly [string, string, string | undefined] => {
    if (error !== null) {
      const through = data === undefined ? '' : `, values as of ${clockOf(data.data_through)}`;
      return ['broken', `No answer${through}`, error.message];
    }
    if (data === undefined) return ['waiting', 'Connecting', undefined];
    if (data.settled)
      return [
        'live',
        `Settled, data through ${clockOf(data.data_through)}`,
        'Everything accepted before this time is in the numbers',
      ];
    return ['behind', `Catching up, ${count(data.pending_events)} events pending`, undefined];
  })();
  return (
    <p className={`connection ${state}`} title={title}>
      <i className="dot" />
      <span>{words}</span>
    </p>
  );
};
