import { VARIABLES } from '@tidemark/runtime';
import { PORTS } from '../launcher/ports.ts';

/** docs/configuration.md, made from the tables that read the environment. */
export const configurationPage = (): string => {
  const row = (name: string, meaning: string, expected: string, fallback: string): string =>
    `| \`${name}\` | ${meaning} | ${expected} | ${fallback === '' ? '' : `\`${fallback}\``} |`;
  return [
    '# Configuration',
    '',
    'Made from the code that reads it; `npm run check` tells where the two differ. Everything is read once, at start, and all that is wrong is',
    'said at once. Every variable may instead be given as `NAME_FILE`, the path of a file that holds the value: for secrets.',
    '',
    'Each of `KAFKA_BROKERS`, `REDIS_URL` and `CLICKHOUSE_URL` that is set means: use that store, and start none for it.',
    '',
    '| variable | meaning | expected | default |',
    '|---|---|---|---|',
    ...VARIABLES.map(({ name, meaning, expected, fallback }) => row(name, meaning, expected, fallback)),
    '',
    '## Ports of the embedded stores',
    '',
    'Read by `npm start` only.',
    '',
    '| variable | meaning | expected | default |',
    '|---|---|---|---|',
    ...Object.entries(PORTS)
      .filter(([, { variable }]) => variable.startsWith('EMBEDDED_'))
      .map(([name, { variable, fallback }]) =>
        row(variable, `port of the embedded ${name}`, 'a port from 1 to 65535', String(fallback)),
      ),
    '',
  ].join('\n');
};
