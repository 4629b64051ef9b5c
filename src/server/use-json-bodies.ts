import { GraphQLError } from 'graphql';
import type { Plugin } from './operation-context.ts';

/** Operations come as `application/json` only: what an HTML form can send to another site's server is refused. */
export function useJsonBodies(): Plugin {
  return {
    onRequestParse: ({ request }) => {
      if (request.method !== 'POST') return;
      const type = request.headers.get('content-type')?.split(';')[0]?.trim();
      if (type === 'application/json') return;
      if (request.body === null) {
        throw new GraphQLError('Expected a body of type application/json, got none.', {
          extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
        });
      }
      throw new GraphQLError(`Expected a body of type application/json, got ${type ? `"${type}"` : 'no type'}.`, {
        extensions: { code: 'BAD_USER_INPUT', http: { status: 415 } },
      });
    },
  };
}
