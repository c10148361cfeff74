import type { Admin, Kafka } from 'kafkajs';

/** An admin client that comes back: after a failure the next call connects anew. */
export interface Administration {
  run<T>(use: (admin: Admin) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export const createAdministration = (kafka: Kafka): Administration => {
  let current: Promise<Admin> | null = null;
  const connect = async (): Promise<Admin> => {
    const admin = kafka.admin({ retry: { retries: 2 } });
    await admin.connect();
    return admin;
  };
  const drop = async (): Promise<void> => {
    const dropped = current;
    current = null;
    // A client that never connected or lost its connection has nothing to close.
    await dropped?.then((admin) => admin.disconnect()).catch(() => undefined);
  };
  return {
    run: async (use) => {
      current ??= connect();
      const used = current;
      try {
        return await use(await used);
      } catch (error) {
        if (current === used) await drop();
        throw error;
      }
    },
    close: drop,
  };
};
