import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** Where a command ends before it began: help was asked for (exit code 0), or its options are wrong (2). The usage has been printed. */
export interface EndedEarly {
  readonly exitCode: 0 | 2;
}

/** Options of a command that takes nothing else. */
export const readOptions = <T extends ParseArgsOptionsConfig>(
  argv: readonly string[],
  usage: string,
  options: T,
) => {
  try {
    const { values } = parseArgs({ args: [...argv], options: { ...options, help: { type: 'boolean' } } });
    if (!('help' in values && values['help'])) return { values };
    process.stdout.write(`${usage}\n`);
    return { exitCode: 0 } satisfies EndedEarly;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    return { exitCode: 2 } satisfies EndedEarly;
  }
};
