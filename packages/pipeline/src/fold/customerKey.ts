import type { CustomerKey } from '../plan.ts';

/** A customer's key as one text. No tenant's name holds a colon, so two customers never share it. */
export const keyText = ({ tenant, customer }: CustomerKey): string => `${tenant}:${customer}`;
