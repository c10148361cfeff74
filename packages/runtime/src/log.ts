import { pino } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from './config.ts';

export type Log = pino.Logger;

/** Lines of JSON, or readable ones on a terminal. */
export const createLogger = (service: string, level: Config['logLevel']): Log =>
  process.stdout.isTTY
    ? pino(
        { name: service, level },
        pretty({ colorize: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' }),
      )
    : pino({ name: service, level, timestamp: pino.stdTimeFunctions.isoTime });
