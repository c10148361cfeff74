import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** An address that this instance does not call. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/** Networks that are not the public internet: this machine, private ones, link-local ones with the clouds' metadata, and the like. */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv4');
// All but the last four hold addresses of IPv4, private ones among them; `::` holds this machine too.
for (const [network, prefix] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(network, prefix, 'ipv6');

const holds = (list: BlockList, address: string): boolean => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
};

/** Which addresses may be called, by the name they were found under. */
export interface AddressRule {
  readonly isAllowed: (host: string, address: string) => boolean;
}

/** `allowed`: names, addresses and networks of WEBHOOK_ALLOW; null: every address may be called. */
export const addressRule = (allowed: readonly string[] | null): AddressRule => {
  if (allowed === null) return { isAllowed: () => true };
  const names = new Set(allowed.map((text) => text.toLowerCase()));
  const networks = new BlockList();
  for (const text of allowed) {
    const [address, prefix] = text.split('/') as [string, string?];
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0) continue;
    if (prefix === undefined) networks.addAddress(address, family);
    else networks.addSubnet(address, Number(prefix), family);
  }
  return {
    isAllowed: (host, address) =>
      !holds(PRIVATE, address) || names.has(host.toLowerCase()) || holds(networks, address),
  };
};

/**
 * Resolves a name for a connection and refuses what may not be called. The connection is made to the very addresses that were
 * checked: a name that answers differently the next time gains nothing.
 */
export const checkedLookup = ({ isAllowed }: AddressRule): LookupFunction => {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, '', 0);
      const refused = found.find(({ address }) => !isAllowed(host, address));
      if (refused !== undefined || found.length === 0)
        return done(new AddressRefused(`${host} leads to an address that is not called`), '', 0);
      if (options.all === true) return done(null, found);
      return done(null, found[0]!.address, found[0]!.family);
    });
  };
};

/** The same for an address that stands in the URL, which nobody looks up. Throws AddressRefused. */
export const checkLiteral = ({ isAllowed }: AddressRule, hostname: string): void => {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isAllowed(host, host))
    throw new AddressRefused(`${host} is an address that is not called`);
};
