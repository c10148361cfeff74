/** A command takes its arguments and answers the exit code: 0 done, 1 failed, 2 wrong usage. */
type Command = (argv: readonly string[]) => Promise<number>;

/** Each is loaded when it is asked for: what looks after the embedded stores is not in the image, and `keys` is needed there. */
const COMMANDS: Readonly<Record<string, { readonly run: Command; readonly does: string }>> = {
  doctor: {
    run: async (argv) => (await import('./doctor.ts')).doctor(argv),
    does: 'say what this machine lacks, and the remedy',
  },
  status: {
    run: async (argv) => (await import('./status.ts')).status(argv),
    does: 'what runs here, and how far the events are',
  },
  send: {
    run: async (argv) => (await import('./send.ts')).send(argv),
    does: 'send the events of an NDJSON or CSV file',
  },
  simulate: {
    run: async (argv) => (await import('./simulate.ts')).simulate(argv),
    does: 'send the events of a made-up subscription business',
  },
  audit: {
    run: async (argv) => (await import('./audit.ts')).audit(argv),
    does: 'count everything again from the raw events, and compare',
  },
  rebuild: {
    run: async (argv) => (await import('./rebuild.ts')).rebuild(argv),
    does: 'count everything anew from the raw events, and put right what differs',
  },
  sql: {
    run: async (argv) => (await import('./sql.ts')).sql(argv),
    does: 'ask the views for analysts, read-only',
  },
  dlq: {
    run: async (argv) => (await import('./dlq/dlq.ts')).dlq(argv),
    does: 'list, show and replay records that could not be applied',
  },
  keys: {
    run: async (argv) => (await import('./keys.ts')).keys(argv),
    does: 'list, add and remove API keys',
  },
  reset: {
    run: async (argv) => (await import('./reset.ts')).reset(argv),
    does: 'delete the data of the embedded stores',
  },
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
