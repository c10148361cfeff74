import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { useChange } from '../../answers/useChange.ts';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { useText } from '../../url/address.ts';
import { count } from '../../words/numbers.ts';
import { momentText } from '../../words/times.ts';
import { errorText, type OpenedLetter } from './letters.ts';

const LINES = 14;

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Sends the letter again as it is, or with the event corrected. */
const Replay = ({ letter }: { readonly letter: OpenedLetter }) => {
  const { name } = useTenant();
  const { origin, event, is_mended, replayed_at, tenant } = letter;
  const known = event === null ? '' : JSON.stringify(event, null, 2);
  const [text, setText] = useState(known);
  const [wrong, setWrong] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const { send, isBusy, error } = useChange();
  const isCorrected = text.trim() !== known;
  const replay = async (submitted: FormEvent) => {
    submitted.preventDefault();
    const corrected = isCorrected ? jsonOf(text) : undefined;
    if (isCorrected && corrected === undefined) {
      setWrong('This is no JSON.');
      return;
    }
    setWrong(null);
    const sent = await send<{ customer: string; tenant: string }>(
      `/v1/dead-letters/${encodeURIComponent(origin)}/replay`,
      {
        method: 'POST',
        body: {
          ...(isCorrected ? { event: corrected } : {}),
          ...(replayed_at === null ? {} : { again: true }),
        },
      },
    );
    if (sent !== undefined) setSaid(`Sent, as an event of ${sent.customer} (${sent.tenant}).`);
  };
  return (
    <form onSubmit={(submitted) => void replay(submitted)}>
      <label className="field">
        <span className="small">
          Event <span className="quiet">as it is sent again, after you corrected it where it is wrong</span>
        </span>
        <textarea
          className="code"
          rows={Math.min(LINES, Math.max(4, text.split('\n').length))}
          value={text}
          placeholder="The bytes are no event. Write here, as JSON, what should be sent in their place."
          spellCheck={false}
          onChange={({ target }) => setText(target.value)}
        />
      </label>
      {tenant === null ? (
        <p className="small">{`Its key tells no tenant: it will be an event of ${name}.`}</p>
      ) : null}
      <div className="buttons">
        <button
          type="submit"
          className="button strong"
          disabled={isBusy || said !== null || (!isCorrected && !is_mended)}
        >
          {replayed_at === null ? 'Send again' : 'Send once more'}
        </button>
      </div>
      <p className={`small ${wrong === null && error === null ? 'quiet' : 'bad'}`} role="status">
        {wrong ??
          error?.message ??
          said ??
          (is_mended
            ? 'It is right by the rules of now. An event that was counted already counts once.'
            : 'As it is, it would be refused again.')}
      </p>
    </form>
  );
};

const Content = ({ origin }: { readonly origin: string }) => {
  const { today } = useTenant();
  const { data, error } = useAnswer<OpenedLetter>(
    `/v1/dead-letters/${encodeURIComponent(origin)}`,
    {},
    { every: Number.POSITIVE_INFINITY },
  );
  return (
    <>
      <h2 className="headline" id="letter-title">
        {data === undefined ? `Dead letter ${origin}` : errorText(data.error)}
      </h2>
      {error === null ? null : (
        <p className="bad" role="status">
          {error.message}
        </p>
      )}
      {data === undefined ? (
        error === null && <SkeletonLines count={6} />
      ) : (
        <>
          <p className="wrapped">{data.message}</p>
          <dl className="fraction">
            <dt>From</dt>
            <dd className="digits">{`partition ${origin.replace(':', ', offset ')}`}</dd>
            <dt>Came</dt>
            <dd className="digits">{momentText(data.time, today)}</dd>
            <dt>Key</dt>
            <dd className="wrapped">{data.key ?? 'none'}</dd>
            <dt>Sent again</dt>
            <dd className="digits">
              {data.replayed_at === null ? 'not yet' : momentText(data.replayed_at, today)}
            </dd>
          </dl>
          <Replay letter={data} />
          <details className="small">
            <summary>{`Its ${count(data.bytes)} bytes`}</summary>
            <code className="hex">{data.value_hex.replace(/(..)/g, '$1 ').trim()}</code>
          </details>
        </>
      )}
    </>
  );
};

/** The dead letter that is named in the address. */
export const LetterDialog = () => {
  const [origin, setOrigin] = useText('letter');
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (origin !== null && dialog.current?.open === false) dialog.current.showModal();
    if (origin === null) dialog.current?.close();
  }, [origin]);
  return (
    <dialog
      ref={dialog}
      className="metric"
      aria-labelledby="letter-title"
      onClose={() => origin !== null && setOrigin(null)}
    >
      <button type="button" className="button slight close" onClick={() => dialog.current?.close()}>
        Close
      </button>
      {origin === null ? <p id="letter-title">–</p> : <Content key={origin} origin={origin} />}
    </dialog>
  );
};
