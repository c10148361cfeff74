import type { Status } from '../../answers/shapes.ts';
import { useTenant } from '../../answers/tenant.ts';
import { Card } from '../../parts/Card.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { count } from '../../words/numbers.ts';
import { instantText } from '../../words/times.ts';

/** What the two unlike ways to count have said of each other. */
export const AuditCard = ({ status }: { readonly status: Status | undefined }) => {
  const { timeZone } = useTenant();
  const audit = status?.audit ?? null;
  return (
    <Card
      title="Audit"
      note="live sums against the raw events"
      tools={
        audit === null || audit.checks === 0 ? undefined : (
          <span className={audit.mismatches === 0 ? 'good' : 'bad'}>
            {audit.mismatches === 0 ? 'Nothing differs' : `${count(audit.mismatches)} differ`}
          </span>
        )
      }
    >
      {status === undefined ? (
        <SkeletonLines count={2} />
      ) : audit === null ? (
        <p className="card-words quiet">Nothing was compared yet: that is done while little happens.</p>
      ) : (
        <dl className="oddity-list">
          <div>
            <dt>Comparisons made</dt>
            <dd className="digits strong">{count(audit.checks)}</dd>
            <dd className="quiet small">
              {audit.checked_at === null
                ? 'none yet'
                : `the newest ${instantText(audit.checked_at, timeZone)}`}
              {audit.whole_at === null ? '' : `; everything once by ${instantText(audit.whole_at, timeZone)}`}
            </dd>
          </div>
          <div>
            <dt>That differ</dt>
            <dd className={`digits strong ${audit.mismatches === 0 ? '' : 'bad'}`}>
              {count(audit.mismatches)}
            </dd>
            <dd className="quiet small">
              {audit.failing.length === 0
                ? 'each number is the same by both ways'
                : `${audit.failing.join(', ')}: the processor’s log says where`}
            </dd>
          </div>
        </dl>
      )}
    </Card>
  );
};
