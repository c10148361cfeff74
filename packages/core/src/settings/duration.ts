const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** Milliseconds of a duration such as `0s`, `90s`, `1h`, `3d`; null where the text is none. */
export const parseDuration = (text: string): number | null => {
  const match = /^(\d{1,9})([smhdw])$/.exec(text);
  return match === null ? null : Number(match[1]) * UNITS[match[2]!]!;
};
