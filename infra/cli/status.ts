import { resolve } from 'node:path';
import { loadConfig } from '@tidemark/runtime';
import { isRunning } from '../launcher/identity.ts';
import { readRunState, runningIn } from '../launcher/runState.ts';
import { readOptions } from './options.ts';

const USAGE = `Usage: status [--data DIR] [--json]
Says what runs out of the data folder, and how far the events are. Exit code 1 where nothing runs, or the API does not answer.`;

/** Exit code 0 where Tidemark runs and its API answers, 1 otherwise, 2 on wrong usage. */
export const status = async (argv: readonly string[]): Promise<number> => {
  const given = readOptions(argv, USAGE, {
    data: { type: 'string', default: process.env['TIDEMARK_DATA'] || '.tidemark' },
    json: { type: 'boolean', default: false },
  });
  if ('exitCode' in given) return given.exitCode;
  const options = given.values;
  const folder = resolve(options.data);
  const running = runningIn(folder);
  if (running === null) {
    const left = Object.entries(readRunState(folder)?.processes ?? {}).filter(([, identity]) =>
      isRunning(identity),
    );
    const rest =
      left.length === 0
        ? ''
        : ` Left over: ${left.map(([name]) => name).join(', ')}; the next start ends them.`;
    process.stdout.write(
      options.json ? '{"running":false}\n' : `Tidemark does not run out of ${folder}.${rest}\n`,
    );
    return 1;
  }
  const { key } = loadConfig(process.env);
  const answer = await fetch(`${running.addresses['api']}/v1/status`, {
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
  }).then(
    (response) => (response.ok ? (response.json() as Promise<Record<string, unknown>>) : null),
    () => null,
  );
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ running: true, addresses: running.addresses, status: answer })}\n`,
    );
  } else {
    for (const [name, address] of Object.entries(running.addresses))
      process.stdout.write(`${name.padEnd(14)}${address}\n`);
    for (const name of ['accepted', 'applied', 'stored', 'pending', 'dead_letters', 'data_through']) {
      process.stdout.write(
        `${name.padEnd(14)}${answer === null ? 'the API does not answer' : String(answer[name])}\n`,
      );
    }
  }
  return answer === null ? 1 : 0;
};
