import { useTenant } from '../../answers/tenant.ts';
import { useCatalogue } from '../../answers/useCatalogue.ts';
import { Card } from '../../parts/Card.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { Link } from '../../url/Link.tsx';
import { momentText } from '../../words/times.ts';
import { StateBadge } from './StateBadge.tsx';
import type { Rule } from './shapes.ts';
import { useRules } from './useRules.ts';
import { channelText, conditionText } from './words.ts';

const Row = ({ rule }: { readonly rule: Rule }) => {
  const { today, currency } = useTenant();
  const metric = useCatalogue().get(rule.metric ?? '');
  const isQuiet = rule.state === 'disabled';
  return (
    <tr className={isQuiet ? 'quiet' : undefined} data-rule={rule.id}>
      <th scope="row" className="wrap">
        <Link to="/alerts" parameters={{ rule: rule.id }}>
          {rule.name}
        </Link>
      </th>
      <td className="text">
        <StateBadge state={rule.state} />
      </td>
      <td className="text wrap">{conditionText(rule, metric, currency)}</td>
      <td className="text wrap quiet roomy">{rule.channels.map(channelText).join(', ')}</td>
      <td className="quiet roomy">{rule.since === null ? '' : momentText(rule.since, today)}</td>
    </tr>
  );
};

/** Those that fire first. */
const ORDER = ['firing', 'muted', 'pending'];
const rank = ({ state }: Rule): number =>
  state === 'disabled' ? 9 : ORDER.includes(state) ? ORDER.indexOf(state) : 5;

export const RuleList = () => {
  const { data, isOld, error } = useRules();
  return (
    <Card
      title="Rules"
      className="table"
      isOld={isOld}
      error={error}
      tools={
        <Link to="/alerts" parameters={{ rule: 'new' }} className="button strong slight">
          New rule
        </Link>
      }
    >
      {data === undefined ? (
        <SkeletonLines count={4} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        <section className="scroll" aria-label="Alert rules" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Rule</th>
                <th scope="col" className="text">
                  State
                </th>
                <th scope="col" className="text">
                  Fires at
                </th>
                <th scope="col" className="text roomy">
                  Tells
                </th>
                <th scope="col" className="roomy">
                  Since
                </th>
              </tr>
            </thead>
            <tbody>
              {data.alerts
                .toSorted((a, b) => rank(a) - rank(b))
                .map((rule) => (
                  <Row key={rule.id} rule={rule} />
                ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  );
};
