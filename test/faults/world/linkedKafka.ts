import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { embeddedKafka } from '../../../infra/embedded/kafka/store.ts';
import type { ProcessSpec } from '../../../infra/launcher/process.ts';

export interface KafkaPorts {
  readonly open: number;
  readonly controller: number;
  /** Where the broker listens for those who come over the link, and where it tells them to come. */
  readonly linked: number;
  readonly link: number;
}

/** The embedded Kafka with a second listener, whose clients are always led over the link: a broker names its own address. */
export const linkedKafka = (folder: string, { open, controller, linked, link }: KafkaPorts): ProcessSpec => {
  const spec = embeddedKafka(folder, open, controller);
  const lines = [
    `listeners=PLAINTEXT://127.0.0.1:${open},CONTROLLER://127.0.0.1:${controller},LINKED://127.0.0.1:${linked}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${open},LINKED://127.0.0.1:${link}`,
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,LINKED:PLAINTEXT',
    'inter.broker.listener.name=PLAINTEXT',
  ];
  return {
    ...spec,
    prepare: async () => {
      await spec.prepare?.();
      // Of a property given twice the last one holds.
      await appendFile(join(folder, 'server.properties'), `\n${lines.join('\n')}\n`);
    },
  };
};
