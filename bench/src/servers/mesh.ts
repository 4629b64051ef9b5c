/** GraphQL Mesh: its OpenAPI handler makes schema and resolvers from the document; yoga serves them, as Mesh does. */
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { loadGraphQLSchemaFromOpenAPI } from '@omnigraph/openapi';
import { createYoga } from 'graphql-yoga';
import { coderUrl, port, TOKEN_HEADER } from './environment.ts';

const schema = await loadGraphQLSchemaFromOpenAPI('Coder', {
  source: fileURLToPath(new URL('../../coder.openapi.json', import.meta.url)),
  endpoint: `${coderUrl}/api/v2`,
  operationHeaders: { [TOKEN_HEADER]: `{context.headers["${TOKEN_HEADER}"]}` },
});

const yoga = createYoga({
  schema,
  context: ({ request }) => ({ headers: { [TOKEN_HEADER]: request.headers.get(TOKEN_HEADER) } }),
  graphiql: false,
});

createServer(yoga).listen(port, '127.0.0.1');
