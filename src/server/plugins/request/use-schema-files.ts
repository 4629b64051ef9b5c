import type { GraphQLSchema } from 'graphql';
import { schemaFile, schemaFiles } from '../../../schema/files.ts';
import type { Paths } from '../../paths.ts';
import { refuseWrites } from '../read-only.ts';
import type { RequestPlugin } from '../request-plugin.ts';

/** `/schema.graphql` and the other files of the schema that clients' tools read. */
export function useSchemaFiles(schema: GraphQLSchema, { schema: paths }: Paths): RequestPlugin {
  const texts = new Map<string, string>();
  return {
    fast: undefined,
    onRequest: ({ request, url, endResponse, fetchAPI }) => {
      const name = paths.get(url.pathname);
      if (name === undefined) return;
      const refusal = refuseWrites(request, fetchAPI);
      if (refusal) return endResponse(refusal);
      const text = texts.get(name) ?? schemaFile(name, schema);
      texts.set(name, text);
      endResponse(
        new fetchAPI.Response(text, { headers: { 'content-type': `${schemaFiles[name].mediaType}; charset=utf-8` } }),
      );
    },
  };
}
