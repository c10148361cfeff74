import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Command, type Redis } from 'ioredis';
import { isUnknownScript } from './errors.ts';
import type { Values } from './values.ts';

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

/** A command that ends with values written already. What comes before them stays visible to the client, which looks for keys. */
const commandWith = (name: string, args: readonly string[], { count, bytes }: Values): Command => {
  const command = new Command(name, [...args], { replyEncoding: null });
  command.toWritable = () => {
    const words = [name, ...args].map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
    return Buffer.concat([Buffer.from(`*${words.length + count}\r\n${words.join('')}`), bytes]);
  };
  return command;
};

/**
 * Runs a script by its digest; by its text where the server does not know it (any more). Replies are bytes.
 * Commands are built by hand because a batch has more arguments than a function call can spread.
 */
export const runScript = async (
  redis: Redis,
  { source, digest }: Script,
  keys: readonly string[],
  values: readonly Argument[] | Values,
): Promise<unknown> => {
  const send = (name: string, script: string): Promise<unknown> => {
    const args = [script, String(keys.length), ...keys];
    const command =
      'count' in values
        ? commandWith(name, args, values)
        : new Command(name, [...args, ...values], { replyEncoding: null });
    return redis.sendCommand(command) as Promise<unknown>;
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
