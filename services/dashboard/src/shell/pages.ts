import { type ComponentType, lazy } from 'react';

export interface Page {
  readonly path: string;
  readonly name: string;
  /** The `d` of its sign in the navigation, on a field of 16 by 16. */
  readonly sign: string;
  /** Whether the window of the head line says what is shown. */
  readonly hasWindow: boolean;
  readonly View: ComponentType;
}

/** Each is loaded when it is first shown. */
export const PAGES: readonly Page[] = [
  {
    path: '/',
    name: 'Overview',
    sign: 'M2 2h5v6H2zM9 2h5v3H9zM9 7h5v7H9zM2 10h5v4H2z',
    hasWindow: true,
    View: lazy(() => import('../pages/overview/Overview.tsx')),
  },
  {
    path: '/mrr',
    name: 'MRR',
    sign: 'M2 14V9h3v5M6.5 14V5h3v9M11 14V2h3v12',
    hasWindow: false,
    View: lazy(() => import('../pages/mrr/Mrr.tsx')),
  },
  {
    path: '/retention',
    name: 'Churn and retention',
    sign: 'M2 3c4 0 4 8 12 9M2 13c3 0 5-1 6-2.500M11 5l3-2M11 5l3 2',
    hasWindow: true,
    View: lazy(() => import('../pages/retention/Retention.tsx')),
  },
  {
    path: '/voice',
    name: 'Voice',
    sign: 'M2 3h12v8H7l-3 3v-3H2zM5 6h6M5 8h4',
    hasWindow: true,
    View: lazy(() => import('../pages/voice/Voice.tsx')),
  },
  {
    path: '/customers',
    name: 'Customers',
    sign: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2.500 14c0-3 2.500-4.500 5.500-4.500s5.500 1.500 5.500 4.500',
    hasWindow: false,
    View: lazy(() => import('../pages/customers/Customers.tsx')),
  },
  {
    path: '/purchases',
    name: 'Purchases',
    sign: 'M3 5h10l-1 9H4zM5.500 5a2.500 2.500 0 0 1 5 0',
    hasWindow: true,
    View: lazy(() => import('../pages/purchases/Purchases.tsx')),
  },
  {
    path: '/alerts',
    name: 'Alerts',
    sign: 'M3 12h10l-1.500-2V7a3.500 3.500 0 0 0-7 0v3zM7 14h2',
    hasWindow: false,
    View: lazy(() => import('../pages/alerts/Alerts.tsx')),
  },
  {
    path: '/system',
    name: 'System',
    sign: 'M2 4h12M2 8h12M2 12h12M5 3v2M11 7v2M7 11v2',
    hasWindow: false,
    View: lazy(() => import('../pages/system/System.tsx')),
  },
];

/** One customer belongs to all of them. Undefined where there is no such page. */
export const pageAt = (path: string): Page | undefined =>
  PAGES.find((page) => page.path === (/^\/customers\/[^/]+$/.test(path) ? '/customers' : path));
