import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const TYPES = { html: 'text/html', css: 'text/css', js: 'text/javascript' } as const;

const FILES = ['index.html', 'docs.html', 'style.css', 'page.js', 'docs.js'] as const;

/** Nothing from elsewhere, and no script but the files below. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The page at `/`, the reference at `/docs`, and their files. */
export const pageRoutes = (server: FastifyInstance): void => {
  const files = new Map(FILES.map((name) => [name, readFileSync(new URL(name, import.meta.url))]));
  const serve = (url: string, name: (typeof FILES)[number]): void => {
    const type = TYPES[name.split('.')[1] as keyof typeof TYPES];
    server.get(url, { schema: { hide: true } }, async (_, reply) =>
      reply
        .header('content-security-policy', POLICY)
        .header('referrer-policy', 'no-referrer')
        .header('cache-control', 'no-cache')
        .type(`${type}; charset=utf-8`)
        .send(files.get(name)),
    );
  };
  serve('/', 'index.html');
  serve('/docs', 'docs.html');
  for (const name of FILES.filter((file) => !file.endsWith('.html'))) serve(`/${name}`, name);
};
