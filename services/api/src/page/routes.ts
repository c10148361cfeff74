import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Problem } from '../problem.ts';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Of the reference at `/docs`. */
const FILES = [
  'mark.svg',
  'style.css',
  'docs.css',
  'docs.js',
  'copy.js',
  'docsOutline.js',
  'docsRoute.js',
  'dom.js',
] as const;

/** Where the pages are: one document, which shows what its address says. */
const SCREENS = [
  '/',
  '/mrr',
  '/retention',
  '/voice',
  '/customers',
  '/customers/:id',
  '/purchases',
  '/alerts',
  '/system',
];

/** What services/dashboard is built into; see infra/bootstrap.mjs. */
const BUILT = new URL('../../../dashboard/dist/', import.meta.url);

/** Nothing from elsewhere, no script and no style but our files. A chart saves itself as a picture by a blob. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const typeOf = (name: string): string => TYPES[name.split('.').at(-1)!] ?? 'application/octet-stream';

/** A file with a hash in its name never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';

type Send = (reply: FastifyReply) => FastifyReply;

const sender = (file: URL, cacheControl = ASK_AGAIN): Send => {
  const bytes = readFileSync(file);
  return (reply) =>
    reply
      .header('content-security-policy', POLICY)
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', cacheControl)
      .type(typeOf(file.pathname))
      .send(bytes);
};

/**
 * The pages at `/` and below, the reference at `/docs`, and the files of both. Returns how the one document of the pages is sent for
 * an address that is none of them, where it says so itself; null where the pages are not built.
 */
export const pageRoutes = (server: FastifyInstance): Send | null => {
  const serve = (url: string, file: URL, cacheControl = ASK_AGAIN): void => {
    const send = sender(file, cacheControl);
    server.get(url, { schema: { hide: true }, config: { open: true } }, async (_, reply) => send(reply));
  };
  serve('/docs', new URL('docs.html', import.meta.url));
  for (const name of FILES) serve(`/page/${name}`, new URL(name, import.meta.url));

  const index = new URL('index.html', BUILT);
  if (!existsSync(index)) {
    for (const url of SCREENS)
      server.get(url, { schema: { hide: true }, config: { open: true } }, async () => {
        throw new Problem(
          404,
          'the pages are not built: node infra/bootstrap.mjs builds them; /docs works without',
        );
      });
    return null;
  }
  for (const url of SCREENS) serve(url, index);
  const assets = new URL('assets/', BUILT);
  for (const name of readdirSync(assets)) serve(`/assets/${name}`, new URL(name, assets), FOR_EVER);
  return sender(index);
};
