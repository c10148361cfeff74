/** The name that differs from `word` by at most two letters (one of a short word), or null. For "did you mean". */
export const nearest = (word: string, names: readonly string[]): string | null => {
  if (word.length > 40) return null;
  const lower = word.toLowerCase();
  let best: string | null = null;
  let least = Math.min(3, Math.floor(word.length / 2) + 1);
  for (const name of names) {
    const distance = editDistance(lower, name);
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
};

const editDistance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      current.push(Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + same));
    }
    previous = current;
  }
  return previous[b.length]!;
};
