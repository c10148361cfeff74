const NAME = /^[A-Za-z0-9._-]{1,64}$/;

/** Whether the text can name a tenant. It holds no colon, so that a record's key splits at the first one. */
export const isTenantName = (name: string): boolean => NAME.test(name);
