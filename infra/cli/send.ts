import { access } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { loadConfig } from '@tidemark/runtime';
import { type Answer, postLines, type Rejected, SendFailed, type Target } from '../sending/post.ts';
import { type Entry, readEvents } from '../sending/read-events.ts';

const USAGE = `Usage: send FILE.ndjson|FILE.csv [--tenant demo] [--url http://127.0.0.1:8081] [--json]
Sends every event of the file. A CSV has a header of field names, dotted inside objects: subscription.id, properties.country.`;

const BATCH_EVENTS = 2_000;
const BATCH_BYTES = 2 * 1_024 * 1_024;
const PATIENCE = 60_000;

interface Report {
  readonly sent: number;
  readonly accepted: number;
  readonly rejected: readonly (Omit<Rejected, 'index'> & { readonly line: number })[];
}

/** Exit code 0 where all was accepted, 1 where something was not, 2 on wrong usage. */
export const send = async (argv: readonly string[]): Promise<number> => {
  const usage = (problem: string): number => {
    process.stderr.write(`${problem}\n${USAGE}\n`);
    return 2;
  };
  let given: ReturnType<typeof readArguments>;
  try {
    given = readArguments(argv);
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = given;
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) return usage('send: expected one file');
  if (!/\.(ndjson|jsonl|csv)$/.test(file))
    return usage(`send: expected a file ending in .ndjson or .csv, got ${file}`);
  if (!URL.canParse(values.url)) return usage(`send: --url: expected an address, got ${values.url}`);
  try {
    await access(file);
    const report = await sendFile(
      file,
      { url: values.url, tenant: values.tenant, key: loadConfig(process.env).key },
      !values.json,
    );
    tell(report, file, values.json);
    return report.rejected.length === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`send: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
};

const readArguments = (argv: readonly string[]) =>
  parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      tenant: { type: 'string', default: 'demo' },
      url: { type: 'string', default: `http://127.0.0.1:${loadConfig(process.env).ingestPort}` },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });

const sendFile = async (file: string, target: Target, isTalkative: boolean): Promise<Report> => {
  const rejected: (Omit<Rejected, 'index'> & { line: number })[] = [];
  let sent = 0;
  let accepted = 0;
  const progress = (): void => {
    if (isTalkative && process.stderr.isTTY)
      process.stderr.write(`\r${sent} sent, ${rejected.length} rejected `);
  };
  const flush = async (batch: readonly Entry[]): Promise<void> => {
    const answer = await post(target, batch);
    sent += batch.length;
    accepted += answer.accepted;
    for (const { index, ...rest } of answer.rejected) rejected.push({ line: batch[index]!.line, ...rest });
    progress();
  };
  let batch: Entry[] = [];
  let bytes = 0;
  for await (const entry of readEvents(file)) {
    if (batch.length >= BATCH_EVENTS || bytes + entry.json.length > BATCH_BYTES) {
      await flush(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(entry);
    bytes += entry.json.length;
  }
  if (batch.length > 0) await flush(batch);
  if (isTalkative && process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  if (sent === 0) throw new SendFailed(`${file} holds no events`);
  return { sent, accepted, rejected };
};

const post = (target: Target, batch: readonly Entry[]): Promise<Answer> =>
  postLines(
    target,
    batch.map(({ json }) => json),
    {
      signal: new AbortController().signal,
      limit: PATIENCE,
      onRetry: (reason) => process.stderr.write(`send: ingest ${reason}, trying again\n`),
    },
  );

const tell = (report: Report, file: string, asJson: boolean): void => {
  if (asJson) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  // The message begins with the field, where there is one.
  for (const { line, message } of report.rejected) process.stderr.write(`${file}:${line}: ${message}\n`);
  process.stdout.write(`${report.accepted} accepted, ${report.rejected.length} rejected\n`);
};
