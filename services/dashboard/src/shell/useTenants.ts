import { useAnswer } from '../answers/useAnswer.ts';
import { useText } from '../url/address.ts';

export const TENANT_NAME = /^[A-Za-z0-9._-]{1,64}$/;
const PAUSE = 2_000;

/** Which tenants there are, and which one is shown: the one named in the address, else the demonstration, else the first. */
export const useTenants = () => {
  const [named] = useText('tenant');
  const { data, error } = useAnswer<{ tenants: readonly string[] }>('/v1/tenants', {}, { every: PAUSE });
  const tenants = data?.tenants;
  const isName = named !== null && TENANT_NAME.test(named);
  const usual = tenants === undefined ? null : tenants.includes('demo') ? 'demo' : (tenants[0] ?? 'demo');
  return { tenants, shown: isName ? named : usual, error };
};
