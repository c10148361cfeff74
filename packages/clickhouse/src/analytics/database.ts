/**
 * The database of the views for analysts. It has the name of the tables' own and more, so that several systems may share one
 * server, and is one by itself, so that a user may be given all of it and nothing of the tables around.
 */
export const analyticsDatabase = (database: string): string => `${database}_analytics`;
