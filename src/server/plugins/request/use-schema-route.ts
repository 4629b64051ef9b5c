import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import type { Plugin } from '../../operation-context.ts';
import type { Paths } from '../../paths.ts';
import { refuseWrites } from '../read-only.ts';

/** `/schema.graphql`: the schema as SDL, the same text as `--print-schema` prints. */
export function useSchemaRoute(schema: GraphQLSchema, { schema: path }: Paths): Plugin {
  let sdl: string | undefined;
  return {
    onRequest: ({ request, url, endResponse, fetchAPI }) => {
      if (url.pathname !== path) return;
      const refusal = refuseWrites(request, fetchAPI);
      if (refusal) return endResponse(refusal);
      sdl ??= `${printSchema(lexicographicSortSchema(schema))}\n`;
      endResponse(new fetchAPI.Response(sdl, { headers: { 'content-type': 'text/plain; charset=utf-8' } }));
    },
  };
}
