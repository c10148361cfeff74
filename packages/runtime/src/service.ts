import { type Config, ConfigError, loadConfig } from './config.ts';
import { createLogger, type Log } from './log.ts';
import { createReleasers, type Releasers } from './releasers.ts';

export interface ServiceContext {
  readonly config: Config;
  readonly log: Log;
  /** What was acquired, in order; unwound in reverse at the end and when the start fails half way. */
  readonly releasers: Releasers;
  /** Ends the process with code 1 and the reason in the log; whoever supervises it brings it back. */
  readonly fatal: (reason: string, error?: unknown, runbook?: string) => void;
}

const UNWIND_LIMIT = 12_000;

/** Runs a service until SIGTERM or SIGINT. Exit code 0 on order, 1 with a logged reason, 2 on a wrong configuration. */
export const runService = async (
  name: string,
  start: (context: ServiceContext) => Promise<void>,
): Promise<void> => {
  let config: Config;
  try {
    config = loadConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const { variable, expected } of error.problems)
      process.stderr.write(`${name}: ${variable}: expected ${expected}\n`);
    process.exit(2);
  }
  const log = createLogger(name, config.logLevel);
  const releasers = createReleasers();
  let ending = false;
  const end = async (code: number): Promise<void> => {
    if (ending) return;
    ending = true;
    // A release that hangs must not keep a stopped service alive.
    setTimeout(() => process.exit(code || 1), UNWIND_LIMIT).unref();
    await releasers.unwind((error) =>
      log.error(
        { err: error, runbook: 'docs/runbook/process-ended.md' },
        'could not release something while stopping',
      ),
    );
    process.exit(code);
  };
  const fatal: ServiceContext['fatal'] = (reason, error, runbook = 'docs/runbook/process-ended.md') => {
    if (ending) return;
    log.fatal({ err: error, runbook }, reason);
    void end(1);
  };
  process.on('SIGTERM', () => void end(0));
  process.on('SIGINT', () => void end(0));
  process.on('uncaughtException', (error) => fatal('uncaught exception', error));
  process.on('unhandledRejection', (error) => fatal('unhandled rejection', error));
  try {
    await start({ config, log, releasers, fatal });
  } catch (error) {
    fatal('could not start', error);
  }
};
