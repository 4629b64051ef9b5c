import { createYoga } from 'graphql-yoga';
import type { Settings } from '../config.ts';
import { type Documents, noCache } from './documents/document-cache.ts';
import { BodyReader } from './http/request-body.ts';
import { identityOfHeaders } from './identity.ts';
import type { KnownTokens } from './limits/account.ts';
import type { Plugin } from './operation-context.ts';
import { type OperationPluginOptions, operationPlugins } from './plugins/operation-plugins.ts';
import type { RequestPlugin } from './plugins/request-plugin.ts';
import { type RequestPluginOptions, requestPlugins } from './plugins/request-plugins.ts';
import { type ResultPluginOptions, resultPlugins } from './plugins/result-plugins.ts';

/** What the plugins need, without what the pipeline makes for them. */
export interface PipelineOptions
  extends Omit<RequestPluginOptions, 'bodies'>,
    ResultPluginOptions,
    Omit<OperationPluginOptions, 'validDocuments'> {
  tokens: KnownTokens;
  documents: Documents;
}

export type Pipeline = ReturnType<typeof createPipeline>;

/** Bytes of the largest upload: a provisioner state travels as base64, beside a document and other variables. */
function maxUploadBytes({ maxResponseMb }: Settings): number {
  return Math.ceil((maxResponseMb * 4) / 3 + 1) * 1024 * 1024;
}

/**
 * All plugins by name, in the order in which their hooks run, those after an execution too. The results' come before
 * the operations': a plugin that refuses an operation stops the hooks behind it, and a refusal is an answer as well,
 * which is to be coded and counted.
 */
export function pipelinePlugins(options: PipelineOptions): Readonly<Record<string, Plugin | RequestPlugin>> {
  const { settings, tokens, accounts } = options;
  const tokenOf = ({ headers }: Request) => identityOfHeaders(headers, settings.sessionToken).token;
  const bodies = new BodyReader({
    maxBytes: settings.maxRequestKb * 1024,
    maxUploadBytes: maxUploadBytes(settings),
    account: (request) => accounts.of(tokenOf(request), undefined),
    confirm: (request) => tokens.confirm(tokenOf(request)),
  });
  options.metrics.show([
    ['request_body_bytes', 'Bytes of request bodies that are read or under way.', () => bodies.bytes],
  ]);
  return {
    ...requestPlugins({ ...options, bodies }),
    ...resultPlugins(options),
    ...operationPlugins({ ...options, validDocuments: options.documents.valid }),
  };
}

/** From a request to its answer: all that HTTP, SSE and WebSocket have in common, one plugin for each concern. */
export function createPipeline(
  { schema, paths, documents }: PipelineOptions,
  plugins: ReturnType<typeof pipelinePlugins>,
) {
  return createYoga({
    schema,
    plugins: Object.values(plugins),
    graphqlEndpoint: paths.graphql,
    // Each of these has its plugin, stricter than yoga's own.
    graphiql: false,
    landingPage: false,
    cors: false,
    maskedErrors: false,
    multipart: false,
    logging: false,
    maxRequestBodySize: false,
    parserAndValidationCache: { documentCache: documents.parsed, errorCache: noCache },
  });
}
