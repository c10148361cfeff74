import { type Fields, field, WrongRule } from './fields.ts';
import type { Channel } from './rule.ts';

const MOST_CHANNELS = 10;
const LONGEST_URL = 2_000;
/** Of the contract: `whsec_` and base64. */
const SECRET =
  /^whsec_(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$|^whsec_(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)$/;
const ADDRESS = /^[^\s@<>"',;:]+@[^\s@<>"',;:]+$/;

const FIELDS: Readonly<Record<Channel['type'], readonly string[]>> = {
  webhook: ['type', 'url', 'secret', 'previous_secret', 'disabled'],
  slack: ['type', 'url'],
  email: ['type', 'to'],
  log: ['type'],
};

const isUrl = (value: unknown): value is string => {
  if (typeof value !== 'string' || value.length > LONGEST_URL || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return (protocol === 'http:' || protocol === 'https:') && username === '' && password === '';
};
const urlOf = (value: unknown): string | undefined => (isUrl(value) ? value : undefined);
const secretOf = (value: unknown): string | undefined =>
  typeof value === 'string' && SECRET.test(value) ? value : undefined;

const addressesOf = (value: unknown): readonly string[] | undefined => {
  const list = typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value;
  if (!Array.isArray(list) || list.length === 0 || list.length > MOST_CHANNELS) return undefined;
  return list.every((part) => typeof part === 'string' && part.length <= 254 && ADDRESS.test(part))
    ? (list as readonly string[])
    : undefined;
};

const URL_EXPECTED = 'an http:// or https:// address without a name and password in it';
const SECRET_EXPECTED = 'whsec_ and base64';

const channelOf = (given: Fields): Channel => {
  const type = field<Channel['type']>(
    given,
    'type',
    `one of ${Object.keys(FIELDS).join(', ')}`,
    (value) => (Object.keys(FIELDS) as Channel['type'][]).find((name) => name === value),
    undefined,
  );
  const unknown = Object.keys(given).find((name) => !FIELDS[type].includes(name));
  if (unknown !== undefined)
    throw new WrongRule(unknown, `no such field; ${FIELDS[type].join(', ')}`, unknown);
  switch (type) {
    case 'webhook': {
      const previous = field<string | null>(given, 'previous_secret', SECRET_EXPECTED, secretOf, null);
      return {
        type,
        url: field(given, 'url', URL_EXPECTED, urlOf, undefined),
        secret: field(given, 'secret', SECRET_EXPECTED, secretOf, undefined),
        ...(previous === null ? {} : { previous_secret: previous }),
        ...(given['disabled'] === true ? { disabled: true as const } : {}),
      };
    }
    case 'slack':
      return { type, url: field<string | null>(given, 'url', URL_EXPECTED, urlOf, null) };
    case 'email':
      return {
        type,
        to: field(
          given,
          'to',
          'an address, or several as an array or separated by commas',
          addressesOf,
          undefined,
        ),
      };
    case 'log':
      return { type };
  }
};

/** The channels of a rule. Throws WrongRule, which names the channel's field. */
export const readChannels = (value: unknown): readonly Channel[] => {
  if (!Array.isArray(value) || value.length > MOST_CHANNELS)
    throw new WrongRule('channels', `an array of at most ${MOST_CHANNELS} channels`, value);
  return value.map((given: unknown, index) => {
    const place = `channels[${index}]`;
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      throw new WrongRule(place, 'an object with a type', given);
    try {
      return channelOf(given as Fields);
    } catch (error) {
      if (!(error instanceof WrongRule)) throw error;
      throw new WrongRule(`${place}.${error.field}`, error.expected, error.got);
    }
  });
};

const HIDDEN = '••••';

const hiddenUrl = (url: string): string => `${new URL(url).origin}/${HIDDEN}`;

/** A channel as it is shown: without what would let its reader act in its name. */
export const maskedChannel = (channel: Channel): Fields => {
  switch (channel.type) {
    case 'webhook': {
      const { previous_secret, ...rest } = channel;
      return {
        ...rest,
        secret: `whsec_${HIDDEN}`,
        ...(previous_secret === undefined ? {} : { previous_secret: `whsec_${HIDDEN}` }),
      };
    }
    // Whoever knows the whole address of a Slack hook may post there.
    case 'slack':
      return { type: 'slack', url: channel.url === null ? null : hiddenUrl(channel.url) };
    case 'email':
      return { type: 'email', to: channel.to.length === 1 ? channel.to[0] : channel.to };
    case 'log':
      return { type: 'log' };
  }
};

const isHidden = (value: unknown): boolean => typeof value === 'string' && value.endsWith(HIDDEN);

/** Puts back what was hidden in an answer that its reader sends again: from the channel of the same kind and address. */
export const unmaskChannels = (given: unknown, before: readonly Channel[]): unknown => {
  if (!Array.isArray(given)) return given;
  return given.map((channel: unknown, index) => {
    if (typeof channel !== 'object' || channel === null) return channel;
    const fields = channel as Fields;
    const candidates = before.filter(({ type }) => type === fields['type']);
    const known =
      candidates.find((each) => maskedChannel(each)['url'] === fields['url'] && each.type !== 'email') ??
      (candidates.includes(before[index]!) ? before[index] : undefined);
    if (known === undefined) return fields;
    const secrets = ['url', 'secret', 'previous_secret'].filter((name) => isHidden(fields[name]));
    const kept = Object.fromEntries(secrets.map((name) => [name, (known as unknown as Fields)[name]]));
    const isSameAddress = known.type === 'webhook' && known.url === fields['url'];
    return {
      ...fields,
      // Without a secret the one it had stays.
      ...(isSameAddress && fields['secret'] === undefined ? { secret: known.secret } : {}),
      ...kept,
    };
  });
};

const HASH_START = 0x811c9dc5;
const HASH_PRIME = 0x01000193;

/** A short name of a channel, the same as long as it leads to the same place; tells nothing of the address. */
export const channelName = (channel: Channel): string => {
  const target =
    channel.type === 'email' ? channel.to.join(',') : 'url' in channel ? (channel.url ?? '') : '';
  let hash = HASH_START;
  for (const character of target) hash = Math.imul(hash ^ character.codePointAt(0)!, HASH_PRIME);
  return target === '' ? channel.type : `${channel.type}-${(hash >>> 0).toString(36)}`;
};
