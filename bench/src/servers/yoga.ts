/** Plain yoga with resolvers written by hand and undici's `request`. */
import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { Pool } from 'undici';
import { coderUrl, port, TOKEN_HEADER } from './environment.ts';
import { type Context, type Rest, resolvers, typeDefs } from './hand-written-schema.ts';

const pool = new Pool(coderUrl, { connections: 64 });

function restFor(token: string): Rest {
  const get = async <T>(path: string): Promise<T> => {
    const { statusCode, body } = await pool.request({
      method: 'GET',
      path: `/api/v2${path}`,
      headers: { accept: 'application/json', [TOKEN_HEADER]: token },
    });
    if (statusCode !== 200) throw new Error(`${path}: ${statusCode}`);
    return (await body.json()) as T;
  };
  return {
    workspaces: (limit) => get(`/workspaces?limit=${limit}`),
    builds: (workspace, limit) => get(`/workspaces/${workspace}/builds?limit=${limit}`),
    parameters: (build) => get(`/workspacebuilds/${build}/parameters`),
  };
}

const yoga = createYoga({
  schema: createSchema<Context>({ typeDefs, resolvers }),
  context: ({ request }): Context => ({ rest: restFor(request.headers.get(TOKEN_HEADER) ?? '') }),
  graphiql: false,
});

createServer(yoga).listen(port, '127.0.0.1');
