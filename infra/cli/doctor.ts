import { resolve } from 'node:path';
import { ConfigError } from '@tidemark/runtime';
import { readSettings } from '../launcher/settings.ts';
import { checkRedis } from './checkRedis.ts';
import { checkMachine, type Finding } from './checks.ts';
import { readOptions } from './options.ts';

const USAGE = `Usage: doctor [--data DIR] [--json]
Says what this machine lacks for npm start, and the remedy. Exit code 1 where something is missing.`;

const MARKS = { good: 'ok ', warning: '!  ', missing: 'NO ' } as const;

const configuration = (): readonly Finding[] => {
  try {
    readSettings(process.env);
    return [{ subject: 'Configuration', state: 'good', found: 'complete', remedy: null }];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ variable, expected }) => ({
      subject: 'Configuration',
      state: 'missing' as const,
      found: `${variable} is wrong`,
      remedy: `set it to ${expected}`,
    }));
  }
};

/** Exit code 0 where nothing is missing, 1 otherwise, 2 on wrong usage. */
export const doctor = async (argv: readonly string[]): Promise<number> => {
  const given = readOptions(argv, USAGE, {
    data: { type: 'string', default: process.env['TIDEMARK_DATA'] || '.tidemark' },
    json: { type: 'boolean', default: false },
  });
  if ('exitCode' in given) return given.exitCode;
  const options = given.values;
  const folder = resolve(options.data);
  const findings = [...(await checkMachine(folder)), ...configuration(), ...(await checkRedis(folder))];
  if (options.json) process.stdout.write(`${JSON.stringify({ findings })}\n`);
  else {
    for (const { subject, state, found, remedy } of findings) {
      process.stdout.write(`${MARKS[state]}${subject.padEnd(15)}${found}\n`);
      if (remedy !== null) process.stdout.write(`   ${''.padEnd(15)}→ ${remedy}\n`);
    }
  }
  return findings.some(({ state }) => state === 'missing') ? 1 : 0;
};
