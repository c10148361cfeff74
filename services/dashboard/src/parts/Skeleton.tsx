/** What is still awaited, as large as it will be. */
export const Skeleton = ({ kind = '' }: { readonly kind?: '' | 'line' | 'block' }) => (
  <span className={`skeleton ${kind}`} aria-hidden="true" />
);

export const SkeletonLines = ({ count }: { readonly count: number }) =>
  Array.from({ length: count }, (_, index) => index).map((index) => (
    <div key={index} className="skeleton-row">
      <Skeleton kind="line" />
    </div>
  ));
