/** Where a service that listens on this address is asked from here. */
export const addressHost = (listenAddress: string): string => {
  if (listenAddress === '0.0.0.0') return '127.0.0.1';
  if (listenAddress === '::') return '[::1]';
  return listenAddress.includes(':') ? `[${listenAddress}]` : listenAddress;
};

/** Addresses as they may be shown: names and passwords of `scheme://name:password@host` left out. */
export const withoutSecrets = <T extends Readonly<Record<string, string>>>(addresses: T): T =>
  Object.fromEntries(
    Object.entries(addresses).map(([name, address]) => [name, address.replace(/\/\/[^/]*@/, '//')]),
  ) as T;
