import type { Config } from './config.ts';

export const isLoopback = (address: string): boolean => address === '::1' || /^127\./.test(address);

/** A service without API keys must not be reachable from elsewhere (contract §2). Throws with the two ways out. */
export const requireLoopbackOrKeys = ({ listenAddress, apiKeysFile }: Config): void => {
  if (isLoopback(listenAddress) || apiKeysFile !== null) return;
  throw new Error(
    `LISTEN_ADDRESS is ${listenAddress} and no API keys are configured: set API_KEYS_FILE, or listen on 127.0.0.1`,
  );
};
