/** Messages of Server-Sent Events. A message's data is one line of JSON, so nothing in it can look like a field. */

export const message = (event: string, id: string, data: string): string =>
  `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`;

/** Keeps a connection from being taken for dead, and moves the place at which it would be resumed. */
export const heartbeat = (id: string): string => `id: ${id}\n: heartbeat\n\n`;

/** How long a browser waits before it connects again, milliseconds. */
export const retryAfter = (milliseconds: number): string => `retry: ${milliseconds}\n\n`;
