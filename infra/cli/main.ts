import { dlq } from './dlq/dlq.ts';
import { doctor } from './doctor.ts';
import { keys } from './keys.ts';
import { reset } from './reset.ts';
import { send } from './send.ts';
import { simulate } from './simulate.ts';
import { status } from './status.ts';

/** A command takes its arguments and answers the exit code: 0 done, 1 failed, 2 wrong usage. */
type Command = (argv: readonly string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, { readonly run: Command; readonly does: string }>> = {
  doctor: { run: doctor, does: 'say what this machine lacks, and the remedy' },
  status: { run: status, does: 'what runs here, and how far the events are' },
  send: { run: send, does: 'send the events of an NDJSON or CSV file' },
  simulate: { run: simulate, does: 'send the events of a made-up subscription business' },
  dlq: { run: dlq, does: 'list, show and replay records that could not be applied' },
  keys: { run: keys, does: 'list, add and remove API keys' },
  reset: { run: reset, does: 'delete the data of the embedded stores' },
};

const usage = (): string =>
  [
    'Usage: npm run tidemark -- COMMAND [options]',
    ...Object.entries(COMMANDS).map(([name, { does }]) => `  ${name.padEnd(10)}${does}`),
    '`COMMAND --help` says more. --json where a program reads the answer.',
  ].join('\n');

const [name, ...rest] = process.argv.slice(2);
const command = name === undefined ? undefined : COMMANDS[name];
if (name === '--help' || name === 'help') {
  process.stdout.write(`${usage()}\n`);
} else if (command === undefined) {
  process.stderr.write(`${name === undefined ? '' : `tidemark: no command ${name}\n`}${usage()}\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await command.run(rest);
}
