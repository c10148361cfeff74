/** Headers of a request for a tenant; the key where the instance asks for one. */
export const tenantHeaders = (tenant: string, key: string | null): Record<string, string> => ({
  'x-tidemark-tenant': tenant,
  ...(key === null ? {} : { authorization: `Bearer ${key}` }),
});
