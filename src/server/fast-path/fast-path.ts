import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Tracer } from '../../coder/tracer.ts';
import type { Settings } from '../../config.ts';
import type { DocumentSource } from '../documents/document-source.ts';
import { codedErrors } from '../errors/error-format.ts';
import { acceptedJson, type JsonMediaType } from '../http/accepted-json.ts';
import type { Compression } from '../http/compression.ts';
import { bodyParams } from '../http/graphql-params.ts';
import { NodeHeaders } from '../http/header-lookup.ts';
import { type HttpCallerOptions, httpCaller } from '../http/http-caller.ts';
import type { Accounts } from '../limits/account.ts';
import { codesOf } from '../observability/operation-report.ts';
import type { OperationReports } from '../observability/operation-reports.ts';
import type { Paths } from '../paths.ts';
import type { Pipeline } from '../pipeline.ts';
import { acceptedRequestId } from '../plugins/request/use-request-id.ts';
import type { FastAnswer, FastHooks, FastRequest, RequestPlugin } from '../plugins/request-plugin.ts';
import { type KnownDocuments, type KnownOperation, knownOperation } from './known-operations.ts';
import { ResponseLeaving } from './response-leaving.ts';
import { hasSmallBody, readSmallBody } from './small-body.ts';
import { type WrittenResult, writtenResult } from './written-result.ts';

export interface FastPathOptions {
  settings: Settings;
  /** Answers what is not answered here, and executes what is. */
  pipeline: Pipeline;
  plugins: readonly RequestPlugin[];
  paths: Pick<Paths, 'graphql'>;
  accounts: Accounts;
  documents: KnownDocuments;
  source: DocumentSource;
  reports: OperationReports;
  tracer?: Tracer | undefined;
  compression?: Compression | undefined;
  log: Logger;
}

/** An ordinary operation before its body is read. */
interface Arrival {
  request: IncomingMessage;
  response: ServerResponse;
  headers: NodeHeaders;
  host: string;
  mediaType: JsonMediaType;
  begun: number;
}

interface Enveloped {
  schema: ExecutionArgs['schema'];
  contextFactory: () => PromiseLike<object> | object;
  execute: (args: ExecutionArgs) => PromiseLike<ExecutionResult> | ExecutionResult;
}

/**
 * Answers ordinary operations without the objects of Request and Response: a small POST of JSON whose document was
 * valid before. It decides before anything has happened, and gives all else to yoga as it came, so that no refusal is
 * written twice. What runs is the same: yoga's hooks of contexts and executions, and the same rules of each plugin.
 */
export class FastPath {
  readonly #options: FastPathOptions;
  readonly #callers: HttpCallerOptions;
  readonly #hooks: readonly FastHooks[];

  constructor(options: FastPathOptions) {
    this.#options = options;
    const { settings, accounts } = options;
    const traced = options.tracer !== undefined;
    this.#callers = { accounts, fallbackToken: settings.sessionToken, trace: settings.trace, traced };
    this.#hooks = options.plugins.flatMap(({ fast }) => fast ?? []);
  }

  readonly answer: RequestListener = (request, response) => {
    const arrival = this.#arrival(request, response);
    if (arrival === undefined) void this.#options.pipeline(request, response);
    else readSmallBody(request, (body) => this.#received(arrival, body));
  };

  #arrival(request: IncomingMessage, response: ServerResponse): Arrival | undefined {
    const { method, url, headers: raw } = request;
    const { host } = raw;
    if (method !== 'POST' || url !== this.#options.paths.graphql || host === undefined) return undefined;
    const headers = new NodeHeaders(raw);
    const mediaType = acceptedJson(headers.get('accept'));
    if (mediaType === undefined || !hasSmallBody(request)) return undefined;
    if (!this.#hooks.every(({ admits }) => admits === undefined || admits(headers, host))) return undefined;
    return { request, response, headers, host, mediaType, begun: performance.now() };
  }

  #received(arrival: Arrival, body: Buffer | undefined): void {
    const params = body && paramsOf(body, this.#options.source);
    const operation = params && knownOperation(params, this.#options.documents);
    if (params && operation) {
      this.#run(arrival, params, operation).catch((error: unknown) => {
        this.#options.log.error({ err: error }, 'unexpected error');
        arrival.response.destroy();
      });
      return;
    }
    const { request, response } = arrival;
    // yoga takes a body that has been read from here, and what is left of one from the request itself.
    if (body) Object.assign(request, { body: Readable.from([body]) });
    void this.#options.pipeline(request, response);
  }

  async #run(arrival: Arrival, params: GraphQLParams, operation: KnownOperation): Promise<void> {
    const { request, response, headers, host, mediaType, begun } = arrival;
    const { pipeline, paths, reports, compression, log } = this.#options;
    const requestId = acceptedRequestId(headers.get('x-request-id'));
    const address = request.socket.remoteAddress;
    const caller = httpCaller({ headers, address, requestId, signal: new ResponseLeaving(response) }, this.#callers);
    let written: WrittenResult;
    try {
      const enveloped = pipeline.getEnveloped({ req: request, caller, params }) as unknown as Enveloped;
      const contextValue = await enveloped.contextFactory();
      const result = await enveloped.execute({ schema: enveloped.schema, contextValue, ...operation });
      // Nothing without a code gets out, whichever plugin it comes from.
      const { errors } = result;
      const coded = errors ? { ...result, errors: codedErrors(errors, { requestId, log }) } : result;
      written = writtenResult(coded, mediaType);
    } catch (error) {
      const errors = codedErrors([error], { requestId, log });
      const durationMs = performance.now() - begun;
      reports.finished({ requestId, caller, type: 'none', durationMs, codes: codesOf(errors) });
      written = writtenResult({ errors }, mediaType);
    }
    const { body: plain, ...answer } = written;
    this.#tell({ headers, host, path: paths.graphql, requestId, begun }, answer);
    const compressing = compression?.compress(plain, headers.get('accept-encoding'));
    // An answer that goes out as it is does so at once.
    const made = compressing && (await compressing);
    if (made)
      Object.assign(answer.headers, { 'content-encoding': made.coding, 'content-length': String(made.body.length) });
    if (response.closed || response.destroyed) return;
    response.writeHead(answer.status, answer.headers);
    response.end(made?.body ?? plain);
  }

  #tell(request: FastRequest, answer: FastAnswer): void {
    for (const { answered } of this.#hooks) answered?.(request, answer);
  }
}

/** Undefined: there is something wrong with them, which yoga says. */
function paramsOf(body: Buffer, source: DocumentSource): GraphQLParams | undefined {
  if (!isUtf8(body)) return undefined;
  try {
    return source.resolve(bodyParams(body.toString()));
  } catch {
    return undefined;
  }
}
