import type { StatementRequest } from './request.ts';

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const settingsClause = (settings: StatementRequest['settings']): string => {
  const pairs = Object.entries(settings).map(([name, value]) => {
    if (!/^\w+$/.test(name))
      throw new Error(`Code: 115. DB::Exception: Unknown setting '${name}'. (UNKNOWN_SETTING)`);
    return `${name} = ${quote(value)}`;
  });
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
