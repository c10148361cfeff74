import { fileURLToPath } from 'node:url';

/** Where Maven puts the jars of Kafka and Redis. */
export const JARS = fileURLToPath(new URL('jars', import.meta.url));
