/** Apollo Server with Apollo's RESTDataSource, as its documentation shows them. */

import type { AugmentedRequest } from '@apollo/datasource-rest';
import { RESTDataSource } from '@apollo/datasource-rest';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { coderUrl, port, TOKEN_HEADER } from './environment.ts';
import { type Context, type Rest, resolvers, typeDefs } from './hand-written-schema.ts';
import type { RestBuild, RestParameter, RestWorkspace } from './pick.ts';

class CoderApi extends RESTDataSource implements Rest {
  override baseURL = `${coderUrl}/api/v2/`;
  readonly #token: string;

  constructor(token: string) {
    super();
    this.#token = token;
  }

  override willSendRequest(_path: string, request: AugmentedRequest): void {
    request.headers[TOKEN_HEADER] = this.#token;
  }

  workspaces(limit: number): Promise<{ workspaces: RestWorkspace[] }> {
    return this.get('workspaces', { params: { limit: String(limit) } });
  }

  builds(workspace: string, limit: number): Promise<RestBuild[]> {
    return this.get(`workspaces/${workspace}/builds`, { params: { limit: String(limit) } });
  }

  parameters(build: string): Promise<RestParameter[]> {
    return this.get(`workspacebuilds/${build}/parameters`);
  }
}

const server = new ApolloServer<Context>({ typeDefs, resolvers });
await startStandaloneServer(server, {
  listen: { port, host: '127.0.0.1' },
  context: async ({ req }) => ({ rest: new CoderApi(String(req.headers[TOKEN_HEADER])) }),
});
