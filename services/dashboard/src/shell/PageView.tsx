import { Suspense } from 'react';
import { Fence } from './Fence.tsx';
import { NoSuchPage } from './NoSuchPage.tsx';
import type { Page } from './pages.ts';

export const PageView = ({ page }: { readonly page: Page | undefined }) => {
  if (page === undefined) return <NoSuchPage />;
  return (
    <Fence key={page.path}>
      <Suspense fallback={<div className="page-waits" />}>
        <page.View />
      </Suspense>
    </Fence>
  );
};
