import type { Fetcher, FetcherParams, Observable } from '@graphiql/toolkit';
import { type ExecutionResult, Kind, type OperationDefinitionNode } from 'graphql';
import { activeTab } from './active-tab.ts';
import { identityHeaders } from './identity.ts';
import { isLogField, logEvent } from './log-lines.ts';
import { createdBuild } from './openings.ts';
import { operationsIn } from './parsing.ts';
import { request } from './request.ts';
import { beginRun, noteFeed, noteLog, noteStop, noteTrace } from './runs.ts';
import { subscribe } from './subscribe.ts';
import { splitTrace } from './trace.ts';

export interface FetcherOptions {
  /** Told of a build that an operation has created. */
  onCreatedBuild: (id: string) => void;
}

/** An operation as it is sent, and the tab that it was executed in. */
interface Sent {
  tab: string;
  params: FetcherParams;
  headers: Record<string, string>;
}

interface Result {
  data?: unknown;
  errors?: readonly { message: string }[];
}

/** Sends what GraphiQL executes: the same identity and headers over HTTP and in `connectionParams`. */
export function createFetcher({ onCreatedBuild }: FetcherOptions): Fetcher {
  return (params, options) => {
    const headers = requestHeaders(options?.headers);
    if (params.operationName === 'IntrospectionQuery') {
      return request(params, headers, false) as Promise<ExecutionResult>;
    }
    const operation = chosen(operationsIn(params.query), params.operationName);
    const operationName = operation?.name?.value ?? params.operationName ?? null;
    const sent = { tab: activeTab(), params: { ...params, operationName }, headers };
    return operation?.operation === 'subscription' ? follow(sent, operation) : ask(sent, onCreatedBuild);
  };
}

async function ask({ tab, params, headers }: Sent, onCreatedBuild: (id: string) => void) {
  beginRun(tab);
  const seen = (result: object): ExecutionResult => {
    const { trace, rest } = splitTrace<Result>(result);
    if (trace) noteTrace(tab, trace);
    const created = createdBuild(rest.data);
    if (created !== undefined) onCreatedBuild(created);
    return rest as ExecutionResult;
  };
  const answer = await request(params, headers, /@(defer|stream)\b/.test(params.query));
  if (Symbol.asyncIterator in answer) {
    return (async function* parts() {
      for await (const part of answer) yield seen(part);
    })();
  }
  const result = seen(answer);
  // GraphiQL would write the answer into the tab that is in front by now.
  return activeTab() === tab ? result : new Promise<ExecutionResult>(() => {});
}

/** A subscription. That of a log goes on while another tab is in front: a build is created or canceled from there. */
function follow({ tab, params, headers }: Sent, operation: OperationDefinitionNode): Observable<ExecutionResult> {
  const isLog = operation.selectionSet.selections.some(
    (selection) => selection.kind === Kind.FIELD && isLogField(selection.name.value),
  );
  beginRun(tab, isLog ? { log: { state: 'connecting', lines: [] } } : {});
  const follower = (observer: Observer) => {
    let shown = true;
    const end = subscribe({
      operation: params,
      connectionParams: headers,
      onState: (state) => noteFeed(tab, state),
      onResult: (result) => {
        const { trace, rest } = splitTrace<Result>(result);
        if (trace) noteTrace(tab, trace);
        const event = logEvent(rest.data);
        if (event && isLog) noteLog(tab, event);
        if (rest.errors?.[0]) noteFeed(tab, 'failed', rest.errors[0].message);
        if (shown) observer.next(rest as ExecutionResult);
      },
      onEnd: (failure) => {
        noteFeed(tab, failure === undefined ? 'ended' : 'failed', failure);
        if (!shown) return;
        if (failure === undefined) observer.complete();
        else observer.error(new Error(failure));
      },
    });
    const stop = () => {
      noteFeed(tab, 'stopped');
      end();
    };
    noteStop(tab, stop);
    return {
      unsubscribe: () => {
        shown = false;
        // GraphiQL ends an execution also when its tab is left: which of the two it is shows a moment later.
        if (!isLog) stop();
        else queueMicrotask(() => activeTab() === tab && stop());
      },
    };
  };
  return { subscribe: follower as Observable<ExecutionResult>['subscribe'] };
}

interface Observer {
  next: (value: ExecutionResult) => void;
  error: (error: unknown) => void;
  complete: () => void;
}

/** Those of the identity, unless the headers editor says who it is. */
function requestHeaders(edited: Record<string, unknown> | undefined): Record<string, string> {
  const own = Object.entries(edited ?? {}).map(([name, value]): [string, string] => [name, String(value)]);
  const identifies = own.some(([name]) => /^(coder-session-token|authorization)$/i.test(name));
  return { 'X-Upstream-Trace': '1', ...(identifies ? {} : identityHeaders()), ...Object.fromEntries(own) };
}

/** For a moment after a change of tabs, GraphiQL still names the operation of the tab before. */
function chosen(operations: readonly OperationDefinitionNode[], name: string | null | undefined) {
  return operations.find((each) => each.name?.value === name) ?? operations[0];
}
