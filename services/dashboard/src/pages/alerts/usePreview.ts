import { useContext, useEffect, useState } from 'react';
import { ask } from '../../answers/ask.ts';
import { TenantName } from '../../answers/tenant.ts';
import type { Preview } from './shapes.ts';

const PAUSE = 400;

interface Previewed {
  readonly preview: Preview | null;
  readonly error: Error | null;
}

/** The rule run over the past year, each time the writing of it pauses. `rule` as JSON; null: there is none yet. */
export const usePreview = (rule: string | null): Previewed => {
  const tenant = useContext(TenantName);
  const [previewed, setPreviewed] = useState<Previewed>({ preview: null, error: null });
  useEffect(() => {
    if (rule === null) {
      setPreviewed({ preview: null, error: null });
      return undefined;
    }
    let isOver = false;
    const timer = window.setTimeout(async () => {
      try {
        const body = { ...(JSON.parse(rule) as object), channels: [{ type: 'log' }] };
        const preview = (await ask('/v1/alerts/preview', { method: 'POST', tenant, body })) as Preview;
        if (!isOver) setPreviewed({ preview, error: null });
      } catch (error) {
        if (!isOver)
          setPreviewed({ preview: null, error: error instanceof Error ? error : new Error(String(error)) });
      }
    }, PAUSE);
    return () => {
      isOver = true;
      window.clearTimeout(timer);
    };
  }, [rule, tenant]);
  return previewed;
};
