import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Command, type Redis } from 'ioredis';
import { isUnknownScript } from './errors.ts';

export type Argument = string | Buffer;

/** One file of scripts/, with its digest. */
export interface Script {
  readonly source: string;
  readonly digest: string;
}

export const loadScript = (name: string): Script => {
  const source = readFileSync(new URL(`scripts/${name}.lua`, import.meta.url), 'utf8');
  return { source, digest: createHash('sha1').update(source).digest('hex') };
};

/**
 * Runs a script by its digest; by its text where the server does not know it (any more). Replies are bytes.
 * Commands are built by hand because a batch has more arguments than a function call can spread.
 */
export const runScript = async (
  redis: Redis,
  { source, digest }: Script,
  keys: readonly string[],
  values: readonly Argument[],
): Promise<unknown> => {
  const send = (command: string, script: string): Promise<unknown> => {
    const args = [script, String(keys.length), ...keys, ...values];
    return redis.sendCommand(new Command(command, args, { replyEncoding: null })) as Promise<unknown>;
  };
  try {
    return await send('evalsha', digest);
  } catch (error) {
    if (!isUnknownScript(error)) throw error;
    return send('eval', source);
  }
};

/** Bytes of an array, without a copy. */
export const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
