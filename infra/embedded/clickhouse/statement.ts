import type { StatementRequest } from './request.ts';

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const pairsOf = (settings: StatementRequest['settings']): readonly string[] =>
  Object.entries(settings).map(([name, value]) => {
    if (!/^\w+$/.test(name))
      throw new Error(`Code: 115. DB::Exception: Unknown setting '${name}'. (UNKNOWN_SETTING)`);
    return `${name} = ${quote(value)}`;
  });

const settingsClause = (settings: StatementRequest['settings']): string => {
  const pairs = pairsOf(settings);
  return pairs.length === 0 ? '' : ` SETTINGS ${pairs.join(', ')}`;
};

/** An INSERT whose rows lie in a file: the engine in this process has no other way to take any format. */
export const insertFromFile = ({ sql, settings }: StatementRequest, file: string): string => {
  const match = /^([\s\S]*?)\s+format\s+(\w+)\s*;?\s*$/i.exec(sql);
  if (match === null)
    throw new Error('Code: 62. DB::Exception: an INSERT with data needs FORMAT. (SYNTAX_ERROR)');
  const [, head, format] = match;
  return `${head} FROM INFILE ${quote(file)}${settingsClause(settings)} FORMAT ${format}`;
};

/** Settings of the URL join the statement where its grammar takes them; definitions take none. */
export const withSettings = ({ sql, settings }: StatementRequest): string => {
  const bare = sql.trim().replace(/;$/, '');
  return /^(select|with|insert)\b/i.test(bare.replace(/^(\s*--[^\n]*\n)+/, '').trim())
    ? `${bare}${settingsClause(settings)}`
    : bare;
};

export const isReadOnly = ({ settings }: StatementRequest): boolean =>
  settings['readonly'] !== undefined && settings['readonly'] !== '0';

/** Settings as statements, `readonly` last: after it the others could not be set. */
export const settingStatements = ({ readonly, ...limits }: StatementRequest['settings']): readonly string[] =>
  [...pairsOf(limits), ...pairsOf(readonly === undefined ? {} : { readonly })].map((pair) => `SET ${pair}`);

/** A server has no client whose files a query could write; the engine in this process would. */
export const refuseFiles = ({ sql }: StatementRequest): void => {
  if (/\binto\s+outfile\b/i.test(sql))
    throw new Error('Code: 1. DB::Exception: INTO OUTFILE is not supported over HTTP. (UNSUPPORTED_METHOD)');
};
