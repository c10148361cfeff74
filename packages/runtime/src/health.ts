import { createServer } from 'node:http';
import { prometheusText, type Sample } from './prometheus.ts';

export interface Health {
  /** Null where the service can do its work, otherwise what is missing. */
  readonly notReady: () => string | null;
  readonly samples: () => readonly Sample[];
}

/** `/livez`, `/readyz` and `/metrics`. Resolves when it listens; what is returned closes it. */
export const serveHealth = async (
  address: string,
  port: number,
  health: Health,
): Promise<() => Promise<void>> => {
  const server = createServer((request, response) => {
    const answer = (status: number, body: string): void => {
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body);
    };
    switch (request.url) {
      case '/livez':
        return answer(200, 'ok\n');
      case '/readyz': {
        const missing = health.notReady();
        return missing === null ? answer(200, 'ok\n') : answer(503, `${missing}\n`);
      }
      case '/metrics':
        return answer(200, prometheusText(health.samples()));
      default:
        return answer(404, 'there is /livez, /readyz and /metrics\n');
    }
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, address, resolve);
  await promise;
  return async () => {
    const closed = Promise.withResolvers<void>();
    server.close(() => closed.resolve());
    server.closeAllConnections();
    await closed.promise;
  };
};
