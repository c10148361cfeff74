import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { KafkaConnection } from '../connect.ts';
import { apiVersionsRequest, featuresOf } from './apiVersions.ts';

/** The newest level of metadata that a release knows. Those before 3.3 and those that are not Apache's tell none. */
const NEWEST_LEVELS = [
  [7, '3.3'],
  [8, '3.4'],
  [11, '3.5'],
  [14, '3.6'],
  [19, '3.7'],
  [20, '3.8'],
  [21, '3.9'],
  [25, '4.0'],
  [27, '4.1'],
  [29, '4.2'],
  [30, '4.3'],
] as const;

const PATIENCE = 3_000;
const LONGEST = 64 * 1024;

export const releaseOf = (features: ReadonlyMap<string, number>): string | null => {
  const level = features.get('metadata.version');
  if (level === undefined) return null;
  return NEWEST_LEVELS.find(([newest]) => level <= newest)?.[1] ?? `after ${NEWEST_LEVELS.at(-1)![1]}`;
};

const readAnswer = async (socket: Socket): Promise<Buffer> => {
  let bytes = Buffer.alloc(0);
  for await (const chunk of socket) {
    bytes = Buffer.concat([bytes, chunk as Buffer]);
    if (bytes.length < 4) continue;
    const length = bytes.readUInt32BE(0);
    if (length > LONGEST) break;
    if (bytes.length >= 4 + length) return bytes.subarray(4, 4 + length);
  }
  throw new Error('no answer to what the broker can do');
};

/** `4.3`; null where the first broker of the list does not say, or not in time. It may be asked before one signs in. */
export const brokerRelease = async ({ brokers, ssl }: KafkaConnection): Promise<string | null> => {
  const { hostname, port } = new URL(`kafka://${brokers[0]}`);
  const host = hostname.replace(/^\[|\]$/g, '');
  const place = { host, port: Number(port || 9092) };
  const socket = ssl ? connectSecurely({ ...place, servername: host }) : connect(place);
  socket.setTimeout(PATIENCE, () => socket.destroy(new Error('no answer in time')));
  try {
    await once(socket, ssl ? 'secureConnect' : 'connect');
    socket.write(apiVersionsRequest());
    return releaseOf(featuresOf(await readAnswer(socket)));
  } catch {
    return null;
  } finally {
    socket.destroy();
  }
};
