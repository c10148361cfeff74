import { useTenant } from '../../answers/tenant.ts';
import { useCatalogue } from '../../answers/useCatalogue.ts';
import { Card } from '../../parts/Card.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { Link } from '../../url/Link.tsx';
import { count } from '../../words/numbers.ts';
import { momentText } from '../../words/times.ts';
import { StateBadge } from '../alerts/StateBadge.tsx';
import type { Rule } from '../alerts/shapes.ts';
import { useRules } from '../alerts/useRules.ts';
import { conditionText } from '../alerts/words.ts';

const Entry = ({ rule }: { readonly rule: Rule }) => {
  const { today, currency } = useTenant();
  const metric = useCatalogue().get(rule.metric ?? '');
  return (
    <li>
      <Link to="/alerts" parameters={{ rule: rule.id }} className="who">
        {rule.name}
      </Link>
      <StateBadge state={rule.state} />
      <span className="quiet small">{conditionText(rule, metric, currency)}</span>
      <span className="quiet small digits">{rule.since === null ? '' : momentText(rule.since, today)}</span>
    </li>
  );
};

/** The alerts that fire now. */
export const FiringNow = () => {
  const { data, isOld, error } = useRules();
  const rules = data?.alerts ?? [];
  const firing = rules.filter(({ state }) => state === 'firing' || state === 'muted');
  const watching = rules.filter(({ enabled }) => enabled).length;
  return (
    <Card
      title="Alerts"
      note={data === undefined ? undefined : `${count(watching)} of ${count(rules.length)} rules on`}
      tools={<Link to="/alerts">All rules</Link>}
      isOld={isOld}
      error={error}
    >
      {data === undefined ? <SkeletonLines count={1} /> : null}
      {data !== undefined && firing.length === 0 ? (
        <p className="card-words quiet">{watching === 0 ? 'None is watching.' : 'Nothing fires.'}</p>
      ) : null}
      {firing.length === 0 ? null : (
        <ul className="firing">
          {firing.map((rule) => (
            <Entry key={rule.id} rule={rule} />
          ))}
        </ul>
      )}
    </Card>
  );
};
