import type { ServerResponse } from 'node:http';

/** One connection that messages go out of. */
export interface Outlet {
  readonly write: (text: Buffer) => void;
  readonly end: () => void;
}

/** What may wait for a reader before it is cut: it resumes where it was, and nobody's memory grows. */
const MOST_WAITING = 256 * 1024;

/** `closed` is called once, whoever ends the connection. */
export const openOutlet = (response: ServerResponse, closed: () => void): Outlet => {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // Proxies that gather an answer before they pass it on would hold every message back.
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  response.once('close', closed);
  return {
    write: (text) => {
      if (response.destroyed) return;
      response.write(text);
      if (response.writableLength > MOST_WAITING) response.destroy();
    },
    end: () => response.end(),
  };
};
