import type { AuditReport, AuditReports } from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { AUDIT_KEY } from './keys.ts';

export const createAuditReports = (redis: Redis): AuditReports => ({
  read: async () => {
    const text = await redis.get(AUDIT_KEY);
    return text === null ? null : (JSON.parse(text) as AuditReport);
  },
  write: async (report) => {
    await redis.set(AUDIT_KEY, JSON.stringify(report));
  },
});
