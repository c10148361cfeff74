import { Suspense } from 'react';
import { Link } from '../url/Link.tsx';
import { Fence } from './Fence.tsx';
import type { Page } from './pages.ts';

export const PageView = ({ page }: { readonly page: Page | undefined }) => {
  if (page === undefined)
    return (
      <section className="notice card">
        <h2 className="headline">There is nothing at this address</h2>
        <p>
          <Link to="/">Go to the overview</Link>
        </p>
      </section>
    );
  return (
    <Fence key={page.path}>
      <Suspense fallback={<div className="page-waits" />}>
        <page.View />
      </Suspense>
    </Fence>
  );
};
