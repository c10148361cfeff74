import { useCatalogue } from '../../answers/useCatalogue.ts';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { useText } from '../../url/address.ts';
import { Link } from '../../url/Link.tsx';
import { RuleForm } from './RuleForm.tsx';
import { RuleList } from './RuleList.tsx';
import { RulePage } from './RulePage.tsx';
import { useRules } from './useRules.ts';

const NEW = 'new';

const Alerts = () => {
  const [id] = useText('rule');
  const [edit] = useText('edit');
  const { data } = useRules();
  const catalogue = useCatalogue();
  if (id === null) return <RuleList />;
  if (data === undefined || catalogue.size === 0) return <SkeletonLines count={6} />;
  if (id === NEW) return <RuleForm rule={null} />;
  const rule = data.alerts.find((each) => each.id === id);
  if (rule === undefined)
    return (
      <section className="notice card">
        <h2 className="headline">There is no such rule</h2>
        <p>
          <Link to="/alerts">All rules</Link>
        </p>
      </section>
    );
  return edit === null ? <RulePage key={id} rule={rule} /> : <RuleForm key={id} rule={rule} />;
};

export default Alerts;
