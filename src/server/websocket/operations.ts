import type { IncomingHttpHeaders } from 'node:http';
import type { ExecutionArgs, ExecutionResult, GraphQLError } from 'graphql';
import { makeServer, type Server } from 'graphql-ws';
import type { Logger } from 'pino';
import { type Settings, settingNames } from '../../config.ts';
import { GatewayError } from '../../errors.ts';
import type { DocumentSource } from '../documents/document-source.ts';
import { codedErrors, formatErrors, NO_OPERATION } from '../errors/error-format.ts';
import { type Identity, identityOfSocket, RefusedParams } from '../identity.ts';
import type { Account, Accounts } from '../limits/account.ts';
import type { Admission } from '../limits/admission.ts';
import type { Connections } from '../limits/connections.ts';
import { overloaded } from '../limits/overloaded.ts';
import type { Release } from '../limits/release.ts';
import { codesOf } from '../observability/operation-report.ts';
import type { OperationReports } from '../observability/operation-reports.ts';
import type { OperationCaller, OperationContext } from '../operation-context.ts';
import { operationType } from '../operation-type.ts';
import type { Pipeline } from '../pipeline.ts';
import type { ResultSink } from '../shared-events/shared-delivery.ts';
import type { PayloadText } from './payload-text.ts';
import { SocketPlaces } from './socket-places.ts';

/** What a socket knows beside its protocol state. */
export interface SocketExtra {
  /** Of the upgrade, until it is known who the client is. */
  headers?: IncomingHttpHeaders;
  /** Aborted when the socket has closed. */
  signal: AbortSignal;
  /** Where the results of the operation with this id are written that several subscriptions get. */
  sink: (id: string) => ResultSink;
  /** How all other results get into its messages. */
  payloads: PayloadText;
  /** Closes it, with a code of the protocol or of one's own. */
  close: (code: number, reason: string) => void;
  /** Known from `connection_init` on, as is whether its answers tell what they cost; the rest is not kept. */
  identity?: Identity;
  trace?: boolean;
  /** W3C `traceparent` of the upgrade or of `connection_init`; its operations belong to that trace. */
  traceparent?: string | undefined;
  /** Of the upgrade. */
  address: string | undefined;
  /** Whom the socket counts against, known with the identity, and what ends that. */
  account: Account | undefined;
  release: Release;
  /** Called when it is known who the client is. */
  greeted: () => void;
  /** Its operations of all kinds that are open. */
  operations: () => number;
  /** When it last had one, in milliseconds of `performance.now()`. */
  lastActive: number;
  /** Known to the log; operations append their own. */
  requestId: string;
  /** The queries and mutations under way by id, and what ends a query whose client wants it no more. */
  running: Map<string, () => void>;
  /** Called when the last of them is answered. */
  idle: () => void;
}

interface Enveloped {
  schema: ExecutionArgs['schema'];
  parse: (source: string) => ExecutionArgs['document'];
  validate: (schema: ExecutionArgs['schema'], document: ExecutionArgs['document']) => readonly GraphQLError[];
  contextFactory: () => Promise<object>;
  execute: (args: ExecutionArgs) => Promise<ExecutionResult>;
  subscribe: (args: ExecutionArgs) => Promise<AsyncIterable<ExecutionResult> | ExecutionResult>;
}

type OperationArgs = ExecutionArgs & {
  enveloped: Enveloped;
  extra: SocketExtra;
  id: string;
  /** To be called when it has run, or has started if it is a subscription. */
  leave: Release;
};

export interface SocketOperationsOptions {
  settings: Settings;
  pipeline: Pipeline;
  source: DocumentSource;
  accounts: Accounts;
  admission: Admission;
  connections: Connections;
  reports: OperationReports;
  log: Logger;
  connectionInitMs: number;
}

/** The protocol of a socket's operations, on the same pipeline as those of HTTP. */
export function createSocketProtocol(options: SocketOperationsOptions): Server<SocketExtra> {
  const { settings, pipeline, source, admission, reports, log, connectionInitMs } = options;
  const places = new SocketPlaces(options);
  return makeServer<Record<string, unknown>, SocketExtra>({
    connectionInitWaitTimeout: connectionInitMs,
    execute: (args) => {
      const { enveloped, extra, id, leave } = args as OperationArgs;
      extra.running.set(id, endOf(args));
      return leavingAfter(leave, () => enveloped.execute(args));
    },
    subscribe: (args) => {
      const { enveloped, leave } = args as OperationArgs;
      const started = leavingAfter(leave, () => enveloped.subscribe({ ...args }));
      // graphql-ws keeps these for as long as the subscription runs, which has what it needs of them.
      Object.assign(args, { enveloped: undefined, contextValue: undefined, variableValues: undefined });
      return started;
    },
    onConnect: async (context) => {
      const { connectionParams, extra, subscriptions } = context;
      extra.operations = () => Object.keys(subscriptions).length;
      try {
        const { headers = {} } = extra;
        extra.identity = identityOfSocket(connectionParams, headers, settings.sessionToken);
        extra.traceparent = headers.traceparent?.toString() ?? initTraceparent(connectionParams);
        extra.trace = settings.trace || headers['x-upstream-trace'] === '1' || traceAsked(connectionParams);
      } catch (error) {
        if (!(error instanceof RefusedParams)) throw error;
        log.info({ requestId: extra.requestId, reason: error.message }, 'socket refused');
        extra.close(error.closeCode, error.message);
        return false;
      } finally {
        // They would be kept for as long as the socket is open.
        delete (context as { connectionParams?: unknown }).connectionParams;
        delete extra.headers;
      }
      return places.take(extra);
    },
    // Whatever is thrown in here would close the socket and take the other operations along.
    onSubscribe: async (socket, id, payload) => {
      const { extra } = socket;
      const { signal, identity = { token: undefined }, trace = settings.trace } = extra;
      extra.lastActive = performance.now();
      const caller: OperationCaller = {
        transport: 'websocket',
        identity,
        account: places.accountOf(extra),
        requestId: `${extra.requestId}/${id.slice(0, 36).replaceAll(/[^\w.:-]/g, '_')}`,
        trace,
        traceparent: extra.traceparent,
        signal,
        sink: extra.sink(id),
      };
      const { requestId } = caller;
      const begun = performance.now();
      const refusal = (errors: readonly unknown[]): GraphQLError[] => {
        const coded = codedErrors(errors, { requestId, log });
        const durationMs = performance.now() - begun;
        reports.finished({ requestId, caller, type: 'none', durationMs, codes: codesOf(coded) });
        return coded;
      };
      let leave: Release | undefined;
      let runs = false;
      try {
        if (Object.keys(socket.subscriptions).length > settings.maxSubscriptions) {
          throw new GatewayError(
            'TOO_MANY_SUBSCRIPTIONS',
            `${settings.maxSubscriptions} operations are open on this socket (${settingNames.maxSubscriptions}).`,
          );
        }
        await admission.turn();
        if (!(id in socket.subscriptions)) throw completedByClient();
        const { query = '', variables } = source.resolve(payload);
        // graphql-ws keeps the message for as long as the operation runs.
        Object.assign(payload, { query: '', variables: undefined, extensions: undefined });
        // Clients send an empty name for none.
        const operationName = payload.operationName || undefined;
        const context = { caller, params: { query, operationName, variables } };
        const enveloped = pipeline.getEnveloped(context) as unknown as Enveloped;
        const document = enveloped.parse(query);
        const type = operationType({ document, operationName });
        if (type === undefined) throw new GatewayError('BAD_USER_INPUT', NO_OPERATION);
        // To start a subscription is little work, and a thousand readers may come at once.
        leave = type === 'subscription' ? () => {} : admission.enter();
        if (leave === undefined) throw overloaded();
        const errors = enveloped.validate(enveloped.schema, document);
        if (errors.length > 0) return refusal(errors);
        const args: OperationArgs = {
          extra,
          id,
          leave,
          enveloped,
          schema: enveloped.schema,
          document,
          operationName,
          variableValues: variables,
          contextValue: await enveloped.contextFactory(),
        };
        runs = true;
        return args;
      } catch (error) {
        return refusal([error]);
      } finally {
        if (!runs) leave?.();
      }
    },
    onComplete: ({ extra }, id) => {
      extra.lastActive = performance.now();
      if (!extra.running.delete(id) || extra.running.size > 0) return;
      // The message that completes the operation is sent right after this hook.
      setImmediate(() => extra.running.size === 0 && extra.idle());
    },
    onNext: ({ extra }, _id, _payload, _args, result) =>
      extra.payloads.payloadOf(result.errors ? { ...result, errors: formatErrors(result.errors) } : result),
    onError: (_ctx, _id, _payload, errors) => formatErrors(errors),
  });
}

async function leavingAfter<Result>(leave: Release, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } finally {
    leave();
  }
}

/** A mutation has no such end: what it has begun at Coder goes on there, and the rest of it is not to be left out. */
function endOf(args: ExecutionArgs): () => void {
  if (operationType(args) !== 'query') return () => {};
  const { abort } = args.contextValue as OperationContext;
  return () => abort.abort(completedByClient());
}

function completedByClient(): GatewayError {
  return new GatewayError('UPSTREAM_UNAVAILABLE', 'The client has completed the operation.');
}

function initTraceparent(connectionParams: Record<string, unknown> | undefined): string | undefined {
  const { traceparent } = connectionParams ?? {};
  return typeof traceparent === 'string' ? traceparent.slice(0, 100) : undefined;
}

function traceAsked(connectionParams: Record<string, unknown> | undefined): boolean {
  return Object.entries(connectionParams ?? {}).some(
    ([key, value]) => key.toLowerCase() === 'x-upstream-trace' && String(value) === '1',
  );
}
