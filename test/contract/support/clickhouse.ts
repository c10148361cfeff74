import { connect, connectToServer, migrate } from '@tidemark/clickhouse';
import { stack } from '../../integration/support/stack.ts';

/** Tables in a database of the suite's own, beside those of the running stack. */
export const ownClickhouse = async (suite: string) => {
  const connection = {
    url: stack().clickhouse,
    user: 'default',
    password: '',
    database: `contract_${suite}`,
  };
  await migrate(connection);
  return {
    connection,
    /** Another client, as another process has it. */
    connect: () => connect(connection),
    drop: async (): Promise<void> => {
      const server = connectToServer(connection);
      await server.command({ query: `DROP DATABASE ${connection.database}` });
      await server.close();
    },
  };
};
