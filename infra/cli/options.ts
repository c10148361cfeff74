import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** Options of a command; null where they are wrong or help was asked for, after the usage has been printed. */
export const readOptions = <T extends ParseArgsOptionsConfig>(
  argv: readonly string[],
  usage: string,
  options: T,
) => {
  try {
    const { values } = parseArgs({ args: [...argv], options: { ...options, help: { type: 'boolean' } } });
    if (!('help' in values && values['help'])) return values;
    process.stderr.write(`${usage}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
  }
  return null;
};
