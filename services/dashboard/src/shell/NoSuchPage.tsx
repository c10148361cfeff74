import { useAddress } from '../url/address.ts';
import { Link } from '../url/Link.tsx';

/** A curve that breaks off, and goes on somewhere else. */
const Drawing = () => (
  <svg className="lost-curve" viewBox="0 0 220 72" width="220" height="72" aria-hidden="true">
    <path className="lost-ground" d="M0 71.500h220M0 48h220M0 24h220" />
    <path d="M4 50c14 0 14-18 28-18s14 14 28 14 14-26 28-26" />
    <path d="M132 58c14 0 14-30 28-30s14 10 28 10 14-22 28-22" />
    <path className="lost-gap" d="M88 20c14 0 30 38 44 38" />
    <circle cx="88" cy="20" r="3" />
    <circle cx="132" cy="58" r="3" />
  </svg>
);

/** At an address that is none of ours: mistyped, or of a page that was. */
export const NoSuchPage = () => {
  const { pathname } = useAddress();
  return (
    <section className="notice card lost">
      <Drawing />
      <h2 className="headline">No such page</h2>
      <p>
        There is nothing at <code className="wrapped">{pathname}</code>.
      </p>
      <p>
        <Link to="/" className="button strong">
          Go to the overview
        </Link>
      </p>
    </section>
  );
};
