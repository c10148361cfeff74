import { useAnswer } from '../../answers/useAnswer.ts';
import { useAlertCount } from '../../answers/useLive.ts';
import type { Rule } from './shapes.ts';

/** The rules, asked for again whenever one of them changed its state. */
export const useRules = () => {
  const changes = useAlertCount();
  return useAnswer<{ readonly alerts: readonly Rule[] }>(
    '/v1/alerts',
    {},
    { version: changes, every: 10_000 },
  );
};
