import { useState } from 'react';
import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { Card } from '../../parts/Card.tsx';
import { ExportTools } from '../../parts/ExportTools.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { useText } from '../../url/address.ts';
import { csvOf } from '../../words/csv.ts';
import { count } from '../../words/numbers.ts';
import { momentText } from '../../words/times.ts';
import { errorText, type Letter, type Letters } from './letters.ts';

const FIRST = 10;
const MOST = 1_000;

const Row = ({ letter, hasState }: { readonly letter: Letter; readonly hasState: boolean }) => {
  const { today } = useTenant();
  const [, open] = useText('letter');
  const { origin, time, tenant, error, message, preview, replayed_at } = letter;
  return (
    <tr>
      <th scope="row">
        <button type="button" className="plain linked" onClick={() => open(origin)}>
          {origin}
        </button>
      </th>
      <td>{momentText(time, today)}</td>
      <td className="text">{tenant ?? <span className="quiet">none told</span>}</td>
      <td className="text wrap">
        <span className="strong">{errorText(error)}</span> <span className="quiet">{message}</span>
      </td>
      <td className="text">
        <code className="bytes">{preview}</code>
      </td>
      {hasState ? (
        <td className="text quiet">
          {replayed_at === null ? 'open' : `sent again ${momentText(replayed_at, today)}`}
        </td>
      ) : null}
    </tr>
  );
};

/** The records that could not be applied, as far as this key may see them. `letters` is how many there ever were: when it grows, they are asked for again. */
export const DeadLetters = ({ letters }: { readonly letters: number | undefined }) => {
  const [isAll, setAll] = useState(false);
  const [limit, setLimit] = useState(FIRST);
  const { data, isOld, error } = useAnswer<Letters>(
    '/v1/dead-letters',
    { of: 'all', replayed: isAll, limit },
    { version: letters },
  );
  const csv = () =>
    csvOf([
      ['origin', 'time', 'tenant', 'key', 'error', 'message', 'bytes', 'replayed_at'],
      ...(data?.dead_letters ?? []).map((letter) => [
        letter.origin,
        letter.time,
        letter.tenant ?? '',
        letter.key ?? '',
        letter.error,
        letter.message,
        letter.bytes,
        letter.replayed_at ?? '',
      ]),
    ]);
  const counts = (data?.counts ?? []).map(
    ({ error: kind, letters: of }) => `${count(of)} ${errorText(kind).toLowerCase()}`,
  );
  return (
    <Card
      title="Dead letters"
      note={counts.length === 0 ? 'records that could not be applied' : counts.join(', ')}
      className="table"
      isOld={isOld}
      error={error}
      tools={
        <span className="tools">
          <label className="check small">
            <input type="checkbox" checked={isAll} onChange={({ target }) => setAll(target.checked)} />
            With those sent again
          </label>
          <ExportTools name="dead-letters" csv={csv} />
        </span>
      }
    >
      {data === undefined && error === null ? <SkeletonLines count={3} /> : null}
      {data?.dead_letters.length === 0 ? (
        <p className="card-empty quiet">
          {letters === 0 || isAll
            ? 'None: every record could be applied.'
            : 'None is open: what there was has been sent again, or is not for this key to see.'}
        </p>
      ) : null}
      {data === undefined || data.dead_letters.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        <section className="scroll" aria-label="Dead letters" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">From</th>
                <th scope="col">Came</th>
                <th scope="col" className="text">
                  Tenant
                </th>
                <th scope="col" className="text">
                  What is wrong
                </th>
                <th scope="col" className="text">
                  Begins with
                </th>
                {isAll ? (
                  <th scope="col" className="text">
                    State
                  </th>
                ) : null}
              </tr>
            </thead>
            <tbody>
              {data.dead_letters.map((letter) => (
                <Row key={letter.origin} letter={letter} hasState={isAll} />
              ))}
            </tbody>
          </table>
          {data.next !== null && limit < MOST ? (
            <p className="more">
              <button type="button" className="button slight" onClick={() => setLimit(MOST)}>
                Show more
              </button>
            </p>
          ) : null}
        </section>
      )}
    </Card>
  );
};
