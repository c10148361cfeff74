import { setTimeout as delay } from 'node:timers/promises';
import type { Row } from '../run/scene.ts';
import { encoded } from '../traffic/send.ts';
import { encodeAsOthers } from '../traffic/versions.ts';

/** Row 16: today's writers only, then all at once; workers die in between, and ask the registry anew. */
export const versions: Row = {
  number: 16,
  name: 'schema version changes mid-stream, old and new writers',
  runs: { short: 2, full: 3 },
  traffic: async () => {
    const asOthers = encodeAsOthers();
    const since = performance.now();
    return { encode: (event) => (performance.now() - since < 4_000 ? encoded(event) : asOthers(event)) };
  },
  strike: async ({ world: { workers }, full, killed }) => {
    await workers.stopAll();
    for (let turn = 0; turn < (full ? 6 : 3); turn++) {
      const worker = await workers.start();
      await delay(full ? 5_000 : 3_000);
      await worker.kill();
      killed();
      await workers.forget();
    }
  },
};
