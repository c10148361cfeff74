import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

const SCREENS = { '/': 'index.html', '/docs': 'docs.html' } as const;

const FILES = [
  'mark.svg',
  'style.css',
  'overview.css',
  'docs.css',
  'page.js',
  'docs.js',
  'ask.js',
  'bridge.js',
  'bridgeChart.js',
  'bridgeTable.js',
  'catalogue.js',
  'change.js',
  'choice.js',
  'connection.js',
  'customer.js',
  'dashboard.js',
  'docsOutline.js',
  'docsRoute.js',
  'dom.js',
  'facts.js',
  'feed.js',
  'firstEvent.js',
  'format.js',
  'pipeline.js',
  'poll.js',
  'sparkline.js',
  'tiles.js',
] as const;

/** Nothing from elsewhere, and no script but the files above. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The page at `/`, the reference at `/docs`, and their files under `/page/`. */
export const pageRoutes = (server: FastifyInstance): void => {
  const serve = (url: string, name: string): void => {
    const bytes = readFileSync(new URL(name, import.meta.url));
    const type = TYPES[name.split('.')[1]!]!;
    server.get(url, { schema: { hide: true } }, async (_, reply) =>
      reply
        .header('content-security-policy', POLICY)
        .header('referrer-policy', 'no-referrer')
        .header('cache-control', 'no-cache')
        .type(type)
        .send(bytes),
    );
  };
  for (const [url, name] of Object.entries(SCREENS)) serve(url, name);
  for (const name of FILES) serve(`/page/${name}`, name);
};
