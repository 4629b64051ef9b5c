import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import type { Paths } from '../../paths.ts';
import { refuseWrites } from '../read-only.ts';
import type { RequestPlugin } from '../request-plugin.ts';

/** `/schema.graphql`: the schema as SDL, the same text as `--print-schema` prints. */
export function useSchemaRoute(schema: GraphQLSchema, { schema: path }: Paths): RequestPlugin {
  let sdl: string | undefined;
  return {
    fast: undefined,
    onRequest: ({ request, url, endResponse, fetchAPI }) => {
      if (url.pathname !== path) return;
      const refusal = refuseWrites(request, fetchAPI);
      if (refusal) return endResponse(refusal);
      sdl ??= `${printSchema(lexicographicSortSchema(schema))}\n`;
      endResponse(new fetchAPI.Response(sdl, { headers: { 'content-type': 'text/plain; charset=utf-8' } }));
    },
  };
}
