import { createRequire } from 'node:module';

interface RequestQueue {
  pending: readonly unknown[];
  throttledUntil: number;
}

interface RequestQueueClass {
  prototype: RequestQueue & { scheduleCheckPendingRequests: (this: RequestQueue) => void };
}

let guarded = false;

/**
 * An idle kafkajs 2.2.4 connection re-arms a timer with a negative delay, a thousand times a second (5 % of a core a
 * connection). The timer is of use only where requests wait or the broker throttles, so it is armed only then.
 */
export const guardIdleTimer = (): void => {
  if (guarded) return;
  guarded = true;
  const queue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as RequestQueueClass;
  const arm = queue.prototype.scheduleCheckPendingRequests;
  queue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) arm.call(this);
  };
};
