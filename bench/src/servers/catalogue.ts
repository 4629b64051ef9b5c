import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Documents,
  gatewayDocuments,
  handWrittenDocuments,
  meshDocuments,
  namesOnly,
} from '../queries/documents.ts';
import { tailcall } from './tailcall.ts';

/** How one server is started and asked. */
export interface ServerSpec {
  /** The name in `--servers`. */
  key: string;
  /** The name in the tables. */
  title: string;
  documents: Documents;
  /** Path of its GraphQL endpoint. */
  path: string;
  launch(to: { port: number; upstream: string }): { command: readonly string[]; env: Record<string, string> };
  /** Why it cannot run on this machine; undefined: it can. */
  missing?: string;
}

function program(key: string, title: string, documents: Documents, file: string): ServerSpec {
  const main = fileURLToPath(new URL(file, import.meta.url));
  return {
    key,
    title,
    documents,
    path: '/graphql',
    launch: ({ port, upstream }) => ({
      command: [process.execPath, main],
      env: { PORT: String(port), CODER_URL: upstream },
    }),
  };
}

/** What V8 is told by `npm start` of this build. */
function flagsOf(main: string): string[] {
  const text = readFileSync(join(dirname(main), '../package.json'), 'utf8');
  const { scripts } = JSON.parse(text) as { scripts: { start: string } };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

/** This gateway as its users start it. Limits and metrics are on; the rate is a limit that the load never meets. */
export function gateway(key: string, title: string, main: string, settings: Record<string, string> = {}): ServerSpec {
  return {
    key,
    title,
    documents: gatewayDocuments,
    path: '/graphql',
    launch: ({ port, upstream }) => ({
      command: [process.execPath, ...flagsOf(main), main],
      env: {
        PORT: String(port),
        CODER_URL: upstream,
        GATEWAY_RATE_OPERATIONS: '1000000000',
        GATEWAY_RATE_COMPLEXITY: '1000000000000',
        ...settings,
      },
    }),
    ...(!existsSync(main) && { missing: `${main} does not exist; npm run build makes it` }),
  };
}

/** The same with spans for a collector, which the upstream stands for. */
function traced(spec: ServerSpec): ServerSpec {
  return {
    ...spec,
    launch: (to) => {
      const { command, env } = spec.launch(to);
      return { command, env: { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: to.upstream } };
    },
  };
}

/** Settings that let 100 workspaces with their builds and parameters be one query: 1101 calls. */
const raisedLimits = { GATEWAY_MAX_UPSTREAM_CALLS: '5000', GATEWAY_MAX_COMPLEXITY: '1000000' };

/** The gateway as `npm run build` makes it. */
export const gatewayMain = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));

/** All servers. The gateway runs with its cache, as it comes, and without it. */
export function allServers(main = gatewayMain): readonly ServerSpec[] {
  return [
    program('r', 'R (hand-written)', namesOnly, './hand-written.js'),
    program('p', 'P (pass through)', namesOnly, './pass-through.js'),
    tailcall,
    program('yoga', 'plain yoga', handWrittenDocuments, './yoga.js'),
    program('mesh', 'GraphQL Mesh', meshDocuments, './mesh.js'),
    program('apollo', 'Apollo Server', handWrittenDocuments, './apollo.js'),
    gateway('gateway', 'this gateway', main),
    gateway('cold', 'this gateway, cache off', main, { GATEWAY_CACHE_MB: '0' }),
    traced(gateway('traced', 'this gateway, cache off, traces on', main, { GATEWAY_CACHE_MB: '0' })),
    program('floor', 'floor of a feed', namesOnly, './feed-floor.js'),
    gateway('raised', 'this gateway, cache off, limits raised', main, { GATEWAY_CACHE_MB: '0', ...raisedLimits }),
  ];
}
