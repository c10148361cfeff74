import { useContext, useEffect } from 'react';
import { useSignInNeeded } from '../answers/session.ts';
import type { Settings } from '../answers/shapes.ts';
import { TenantName, TenantShown, tenantOf } from '../answers/tenant.ts';
import { useAnswer } from '../answers/useAnswer.ts';
import { useAddress } from '../url/address.ts';
import { FirstEvent } from './FirstEvent.tsx';
import { Frame } from './Frame.tsx';
import { NoAnswer } from './NoAnswer.tsx';
import { PageView } from './PageView.tsx';
import { pageAt } from './pages.ts';
import { SignIn } from './SignIn.tsx';
import { useTenants } from './useTenants.ts';

const SETTINGS_PAUSE = 60_000;

/** The page for a tenant that is known to be there. */
const Shown = () => {
  const name = useContext(TenantName) ?? '';
  const { data: settings, error } = useAnswer<Settings>('/v1/settings', {}, { every: SETTINGS_PAUSE });
  const { pathname } = useAddress();
  const page = pageAt(pathname);
  useEffect(() => {
    document.title = `${page?.name ?? 'No such page'} · ${name} · Tidemark`;
  }, [page, name]);
  if (settings === undefined) return error === null ? null : <NoAnswer reason={error.message} />;
  return (
    <TenantShown value={tenantOf(name, settings)}>
      <PageView page={page} />
    </TenantShown>
  );
};

const Body = ({
  tenants,
  error,
}: {
  readonly tenants: readonly string[] | undefined;
  readonly error: Error | null;
}) => {
  const name = useContext(TenantName);
  if (tenants === undefined) return error === null ? null : <NoAnswer reason={error.message} />;
  if (name === null || !tenants.includes(name)) return <FirstEvent tenant={name ?? 'demo'} />;
  return <Shown />;
};

export const App = () => {
  const { tenants, shown, error } = useTenants();
  const needsSignIn = useSignInNeeded();
  return (
    <TenantName value={shown}>
      <Frame tenants={tenants ?? []} isSignedOut={needsSignIn}>
        {needsSignIn ? <SignIn /> : <Body tenants={tenants} error={error} />}
      </Frame>
    </TenantName>
  );
};
