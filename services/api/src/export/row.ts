/** A row as it is exported: a cell is a text, a number (of any size, as `exact` makes it), true or false, null, or JSON. */
export type Row = Readonly<Record<string, unknown>>;

export type Rows = AsyncIterable<Row> | Iterable<Row>;
