import { type ReactNode, useEffect, useRef } from 'react';
import { isSignedIn } from '../answers/session.ts';
import { useRules } from '../pages/alerts/useRules.ts';
import { useAddress } from '../url/address.ts';
import { Link } from '../url/Link.tsx';
import { Connection } from './Connection.tsx';
import mark from './mark.svg';
import { PAGES, pageAt } from './pages.ts';
import { signOut } from './SignIn.tsx';
import { TenantChoice } from './TenantChoice.tsx';
import { ThemeChoice } from './ThemeChoice.tsx';
import { WindowChoice } from './WindowChoice.tsx';

interface Props {
  readonly tenants: readonly string[];
  readonly isSignedOut: boolean;
  readonly children: ReactNode;
}

/** How many alerts fire, where some do. */
const FiringCount = ({ firing }: { readonly firing: number }) => {
  if (firing === 0) return null;
  return (
    <span className="nav-count">
      {firing}
      <span className="unseen"> firing</span>
    </span>
  );
};

const Navigation = ({ current }: { readonly current: string | undefined }) => {
  const list = useRef<HTMLElement>(null);
  const { data } = useRules();
  const firing = data?.alerts.filter(({ state }) => state === 'firing').length ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a count that appears moves what stands after it
  useEffect(() => {
    // On a phone the list scrolls sideways: the page that is shown must be seen in it.
    const link = current === undefined ? null : list.current?.querySelector<HTMLElement>('[aria-current]');
    if (!link) return;
    list.current!.scrollLeft = link.offsetLeft - (list.current!.clientWidth - link.offsetWidth) / 2;
  }, [current, firing > 0]);
  return (
    <nav className="pages" aria-label="Pages" ref={list}>
      {PAGES.map(({ path, name, sign }) => (
        <Link key={path} to={path} isCurrent={path === current}>
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d={sign} />
          </svg>
          {name}
          {path === '/alerts' ? <FiringCount firing={firing} /> : null}
        </Link>
      ))}
    </nav>
  );
};

/** What stands around every page. */
export const Frame = ({ tenants, isSignedOut, children }: Props) => {
  const { pathname } = useAddress();
  const page = pageAt(pathname);
  return (
    <div className="frame">
      <a className="skip" href="#main">
        Skip to the numbers
      </a>
      <header className="rail">
        <Link to="/" className="brand">
          <img src={mark} alt="" width="24" height="24" />
          Tidemark
        </Link>
        {isSignedOut ? null : <Navigation current={page?.path} />}
        <div className="rail-foot">
          <a href="/docs">API</a>
          {isSignedIn() ? (
            <button type="button" className="plain" onClick={() => void signOut()}>
              Sign out
            </button>
          ) : null}
          <ThemeChoice />
        </div>
      </header>
      <div className="body">
        <div className="top">
          <h1>{isSignedOut ? 'Tidemark' : (page?.name ?? 'No such page')}</h1>
          {isSignedOut ? null : (
            <>
              <TenantChoice tenants={tenants} />
              {page?.hasWindow === true ? <WindowChoice /> : null}
              <Connection />
            </>
          )}
        </div>
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
};
