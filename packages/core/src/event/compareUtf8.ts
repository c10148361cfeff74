/**
 * Order of two strings by their UTF-8 bytes (contract §1: ties between events are broken so).
 * UTF-16 order, which `<` uses, differs only where a surrogate meets a unit from U+E000 up: code points past U+FFFF come last.
 */
export const compareUtf8 = (a: string, b: string): number => {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
};

const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
