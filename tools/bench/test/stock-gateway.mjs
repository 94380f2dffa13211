/**
 * The gateway that ours is compared with: Apollo Server 5, standalone, over `ApolloGateway` with its default data source,
 * as their documentation puts them together. The citizen's token is passed on, nothing else is set.
 *
 * Plain JavaScript below `test/`, because nothing that ships may know Apollo's gateway but through our own port.
 */
import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

const { BENCH_SUPERGRAPH = '', BENCH_SUBGRAPH_URLS = '{}' } = process.env;
const urls = JSON.parse(BENCH_SUBGRAPH_URLS);

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(BENCH_SUPERGRAPH, 'utf8'),
  buildService: ({ name }) =>
    new RemoteGraphQLDataSource({
      url: urls[name],
      willSendRequest({ request, context }) {
        if (context.authorization !== undefined) request.http.headers.set('authorization', context.authorization);
      },
    }),
});
const server = new ApolloServer({ gateway });
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: async ({ req }) => ({ authorization: req.headers.authorization }),
});
process.stdout.write(`${JSON.stringify({ msg: 'listening', port: Number(new URL(url).port) })}\n`);
