import type { IncomingMessage } from 'node:http';
import { type SchemaFileName, schemaFiles } from '../schema/files.ts';

/** Where the gateway serves what. */
export interface Paths {
  /** GraphQL over HTTP, event streams and WebSockets; GraphiQL for browsers. */
  graphql: string;
  /** The paths that lead to GraphiQL: the base path with and without a slash at its end. */
  home: readonly string[];
  /** Under this, with its slash, are the files of the GraphiQL page. */
  graphiqlFiles: string;
  /** Under this, with its slash, is a page of somebody's own. */
  app: string;
  /** The files of the schema, by their paths. */
  schema: ReadonlyMap<string, SchemaFileName>;
  /** Probes and scrapers reach the process past the proxy: these are answered under the base path and without it. */
  health: readonly string[];
  readiness: readonly string[];
  metrics: readonly string[];
  /** These three. */
  probes: ReadonlySet<string>;
}

const fileNames = Object.keys(schemaFiles) as SchemaFileName[];

/** All paths under `basePath`, which is empty or starts with a slash and has none at its end. */
export function pathsUnder(basePath: string): Paths {
  const alsoAtRoot = (path: string) => (basePath === '' ? [path] : [`${basePath}${path}`, path]);
  const health = alsoAtRoot('/healthz');
  const readiness = alsoAtRoot('/readyz');
  const metrics = alsoAtRoot('/metrics');
  return {
    graphql: `${basePath}/graphql`,
    home: basePath === '' ? ['/'] : [`${basePath}/`, basePath],
    graphiqlFiles: `${basePath}/graphiql/`,
    app: `${basePath}/app/`,
    schema: new Map(fileNames.map((name) => [`${basePath}/${name}`, name])),
    health,
    readiness,
    metrics,
    probes: new Set([...health, ...readiness, ...metrics]),
  };
}

/** The path that a request asks for, without its query. Not by way of URL, which refuses targets that HTTP allows, as `//`. */
export function pathOf({ url = '' }: Pick<IncomingMessage, 'url'>): string {
  return url.split('?', 1)[0] ?? '';
}
