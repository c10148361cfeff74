import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createKafka, readDeadLetters, replayLetters, type StoredLetter } from '@tidemark/kafka';
import { mend, tenantOf } from '@tidemark/pipeline';
import { createLogger } from '@tidemark/runtime';
import { createCodec } from '@tidemark/schemas';
import { configOfStores } from '../stores.ts';
import { countsOf, detailOf, summaryOf } from './show.ts';

const USAGE = `Usage: dlq ls [--code CODE] [--tenant T] [--all] [--limit 20] [--json]
       dlq show PARTITION:OFFSET [--json]
       dlq replay PARTITION:OFFSET… [--tenant T] [--event FILE] [--again] [--json]
       dlq replay --code CODE [--tenant T] [--json]
Records that could not be applied, named by where they came from. ls leaves out those replayed already, unless --all.
replay sends letters again after their cause was mended, by the rules of now and under the right key: the events keep their ids and
their time, so they land in their own day and count once. --event gives a corrected event (JSON) in place of what the letter holds.`;

class WrongUsage extends Error {}

/** Exit code 0 done, 1 where a letter is not there or is still wrong, 2 on wrong usage. */
export const dlq = async (argv: readonly string[]): Promise<number> => {
  try {
    return await run(argv);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const isUsage =
      error instanceof WrongUsage || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true;
    process.stderr.write(isUsage ? `dlq: ${message}\n${USAGE}\n` : `dlq: ${message}\n`);
    return isUsage ? 2 : 1;
  }
};

const readGiven = (argv: readonly string[]) =>
  parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      code: { type: 'string' },
      tenant: { type: 'string' },
      event: { type: 'string' },
      all: { type: 'boolean', default: false },
      again: { type: 'boolean', default: false },
      limit: { type: 'string', default: '20' },
      data: { type: 'string', default: process.env['TIDEMARK_DATA'] || '.tidemark' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });

type Given = ReturnType<typeof readGiven>['values'];

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const run = async (argv: readonly string[]): Promise<number> => {
  const { values, positionals } = readGiven(argv);
  if (values.help) {
    print(USAGE);
    return 0;
  }
  const [action, ...origins] = positionals;
  const wrong = origins.find((origin) => !/^\d+:\d+$/.test(origin));
  if (wrong !== undefined) throw new WrongUsage(`expected PARTITION:OFFSET, got ${wrong}`);
  if (action === 'ls' && origins.length === 0) return list(values);
  if (action === 'show' && origins.length === 1) return show(origins[0]!, values);
  if (action === 'replay' && origins.length > 0 !== (values.code !== undefined))
    return replay(origins, values);
  throw new WrongUsage(
    'expected ls, show PARTITION:OFFSET, or replay with either PARTITION:OFFSET or --code',
  );
};

const open = (values: Given) => {
  const config = configOfStores(values.data);
  return { config, kafka: createKafka('tidemark-dlq', config.kafka, createLogger('dlq', 'fatal')) };
};

const list = async (values: Given): Promise<number> => {
  const limit = Number(values.limit);
  if (!Number.isInteger(limit) || limit < 0)
    throw new WrongUsage(`--limit: expected a number, got ${values.limit}`);
  const all = await readDeadLetters(open(values).kafka);
  const letters = all.filter(
    (letter) =>
      (values.all || letter.replayed_at === null) &&
      (values.code === undefined || letter.error === values.code) &&
      (values.tenant === undefined || tenantOf(letter) === values.tenant),
  );
  const counts = countsOf(letters);
  const shown = letters
    .slice(-limit || letters.length)
    .reverse()
    .map(summaryOf);
  if (values.json) print(JSON.stringify({ total: letters.length, counts, letters: shown }));
  else {
    for (const [code, count] of Object.entries(counts)) print(`${String(count).padStart(8)}  ${code}`);
    for (const { origin, time, tenant, error, message } of shown)
      print(`${origin.padEnd(12)}${time}  ${(tenant ?? '?').padEnd(16)}  ${error}: ${message}`);
    if (letters.length === 0) print('no dead letters');
  }
  return 0;
};

const find = (letters: readonly StoredLetter[], origin: string): StoredLetter => {
  const found = letters.find(({ partition, offset }) => `${partition}:${offset}` === origin);
  if (found === undefined) throw new Error(`there is no dead letter from ${origin}`);
  return found;
};

const show = async (origin: string, values: Given): Promise<number> => {
  const { config, kafka } = open(values);
  const letter = find(await readDeadLetters(kafka), origin);
  const codec = await createCodec(config.schemaRegistryUrl);
  await codec.prepare([letter.value]);
  const detail = detailOf(letter, codec);
  if (values.json) print(JSON.stringify(detail));
  else
    for (const [name, value] of Object.entries(detail))
      print(`${name.padEnd(13)}${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return 0;
};

const replay = async (origins: readonly string[], values: Given): Promise<number> => {
  if (values.event !== undefined && origins.length !== 1)
    throw new WrongUsage('--event: expected exactly one PARTITION:OFFSET with it');
  const { config, kafka } = open(values);
  const letters = await readDeadLetters(kafka);
  const chosen =
    origins.length > 0
      ? origins.map((origin) => find(letters, origin))
      : letters.filter(
          (letter) =>
            letter.error === values.code &&
            (values.tenant === undefined || (tenantOf(letter) ?? values.tenant) === values.tenant),
        );
  const codec = await createCodec(config.schemaRegistryUrl);
  await codec.prepare(chosen.map(({ value }) => value));
  const corrected =
    values.event === undefined ? undefined : (JSON.parse(readFileSync(values.event, 'utf8')) as unknown);
  const results = chosen.map((letter) => {
    const { origin } = summaryOf(letter);
    if (letter.replayed_at !== null && !values.again)
      return { origin, letter, state: 'replayed already' as const, record: null, message: null };
    const mended = mend(letter, codec.decode, { tenant: values.tenant ?? null, corrected });
    if (!mended.ok)
      return {
        origin,
        letter,
        state: 'still wrong' as const,
        record: null,
        message: mended.rejection.message,
      };
    const { key, event } = mended.value;
    return {
      origin,
      letter,
      state: 'replayed' as const,
      record: { key, value: codec.encode(event) },
      message: null,
    };
  });
  const records = results.flatMap(({ record, letter }) =>
    record === null ? [] : [{ origin: letter, record }],
  );
  await replayLetters(kafka, records, Date.now());
  const told = results.map(({ origin, state, message }) => ({ origin, state, message }));
  if (values.json) print(JSON.stringify({ replayed: records.length, letters: told }));
  else
    for (const { origin, state, message } of told)
      print(`${origin.padEnd(12)}${state}${message === null ? '' : `: ${message}`}`);
  return told.some(({ state }) => state === 'still wrong') ? 1 : 0;
};
