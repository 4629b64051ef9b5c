/** Where the build puts the GraphiQL page: two folders up lead to it from here and from the bundled program alike. */
export const builtPage = new URL('../../dist/graphiql/', import.meta.url);
