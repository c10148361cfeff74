type Cell = string | number | boolean | null | undefined;

const quoted = (cell: Cell): string => {
  const text = String(cell ?? '');
  // A name that begins like a formula must not become one in a spreadsheet.
  const safe = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const csvOf = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => row.map(quoted).join(',')).join('\n');
