import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** What it builds is served by the API: see services/api/src/page. `vite` itself, with API_URL, is for work on the pages. */
export default defineConfig({
  plugins: [react()],
  base: '/',
  build: {
    // Inlined, an asset would be a data: address, which the policy of the pages refuses.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // The charts are one part of their own, which no page waits for.
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: Object.fromEntries(
      ['/v1', '/docs', '/page', '/openapi.json'].map((path) => [
        path,
        process.env['API_URL'] ?? 'http://127.0.0.1:8080',
      ]),
    ),
  },
});
