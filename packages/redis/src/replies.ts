/** Replies of scripts are bytes, integers or null; these read them. */

export const textOf = (reply: unknown): string | null => (reply === null ? null : String(reply as Buffer));

export const integerOf = (reply: unknown): number | null => (reply === null ? null : Number(reply as Buffer));

export const listOf = (reply: unknown): readonly unknown[] => reply as readonly unknown[];
