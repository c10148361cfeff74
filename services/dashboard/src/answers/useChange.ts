import { useContext, useState } from 'react';
import { ask } from './ask.ts';
import { refreshAll } from './cache.ts';
import { TenantName } from './tenant.ts';

interface Request {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly body?: object;
}

/** Sends one change at a time, and says what became of it. After each, everything shown is asked again. */
export const useChange = () => {
  const tenant = useContext(TenantName);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  /** undefined where it was refused. */
  const send = async <T>(path: string, request: Request): Promise<T | undefined> => {
    setBusy(true);
    setError(null);
    try {
      const answer = (await ask(path, { ...request, tenant })) ?? null;
      refreshAll();
      return answer as T;
    } catch (reason) {
      setError(reason instanceof Error ? reason : new Error(String(reason)));
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { send, isBusy, error };
};
