import { type FormEvent, useState } from 'react';
import { ask } from '../answers/ask.ts';
import { forgetAll } from '../answers/cache.ts';
import { session } from '../answers/session.ts';
import { forgetStreams } from '../answers/stream.ts';

/** The key goes to the API once, which keeps it in a cookie that no script can read. */
export const SignIn = () => {
  const [key, setKey] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const signIn = async (event: FormEvent) => {
    event.preventDefault();
    // A second refusal is to be told like the first.
    setRefused(null);
    try {
      await ask('/v1/session', { method: 'POST', tenant: null, body: { key: key.trim() } });
      session.begun();
      forgetStreams();
      forgetAll();
    } catch (error) {
      setKey('');
      setRefused(
        error instanceof Error && error.message === 'the API cannot be reached'
          ? 'The API cannot be reached.'
          : 'That key was not accepted.',
      );
    }
  };
  return (
    <form className="notice card" onSubmit={(event) => void signIn(event)}>
      <h2 className="headline">Sign in</h2>
      <p>
        This instance answers only with an API key that may read. It stays in this browser until you sign out.
      </p>
      <div className="row">
        <label className="grow">
          <span className="quiet small">API key</span>
          <input
            type="password"
            name="key"
            value={key}
            onChange={({ target }) => setKey(target.value)}
            autoComplete="off"
            spellCheck={false}
            required
          />
        </label>
        <button type="submit" className="button strong">
          Sign in
        </button>
      </div>
      <p className="bad small" role="alert">
        {refused}
      </p>
    </form>
  );
};

export const signOut = async (): Promise<void> => {
  await ask('/v1/session', { method: 'DELETE', tenant: null });
  forgetStreams();
  forgetAll();
};
