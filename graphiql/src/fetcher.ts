import { type Fetcher, type FetcherParams, formatError, formatResult, type Observable } from '@graphiql/toolkit';
import { type ExecutionResult, Kind, type OperationDefinitionNode } from 'graphql';
import { activeTab } from './active-tab.ts';
import { identityHeaders } from './identity.ts';
import { isLogField, type LogEvent, logEvent } from './log-lines.ts';
import { createdBuild } from './openings.ts';
import { operationsIn } from './parsing.ts';
import { request } from './request.ts';
import { beginRun, noteEvents, noteFeed, noteLog, noteNoLines, noteResponse, noteStop, noteTrace } from './runs.ts';
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
  const isLast = beginRun(tab);
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
  // GraphiQL writes it first, unless another tab has executed something since.
  setTimeout(() => isLast() && noteResponse(tab, formatResult(result)));
  // It would write the answer into the tab that is in front by now.
  return activeTab() === tab ? result : new Promise<ExecutionResult>(() => {});
}

/** Milliseconds for which the events of a log are gathered. */
const GATHER_MS = 100;

/** A subscription. It goes on while another tab is in front: a build is created or canceled from there. */
function follow({ tab, params, headers }: Sent, operation: OperationDefinitionNode): Observable<ExecutionResult> {
  const isLog = operation.selectionSet.selections.some(
    (selection) => selection.kind === Kind.FIELD && isLogField(selection.name.value),
  );
  const resumes = operation.variableDefinitions?.some(({ variable }) => variable.name.value === 'after') ?? false;
  beginRun(tab, { feed: { state: 'connecting', events: 0, ...(isLog && { lines: [] }) } });
  const follower = (observer: Observer) => {
    let shown = true;
    let last: ExecutionResult | undefined;
    let came = 0;
    let news: LogEvent | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      clearTimeout(timer);
      timer = undefined;
      if (news) noteLog(tab, news);
      if (last) {
        noteEvents(tab, came);
        // GraphiQL would write the event into the tab that is in front.
        if (shown && activeTab() === tab) observer.next(last);
        noteResponse(tab, formatResult(last));
      }
      last = undefined;
      came = 0;
      news = undefined;
    };
    const end = subscribe({
      operation: params,
      resumes,
      connectionParams: headers,
      onState: (state) => {
        show();
        noteFeed(tab, state);
        // A new connection begins with the first line once more.
        if (state === 'connecting' && !resumes) noteNoLines(tab);
      },
      onResult: (result) => {
        const { trace, rest } = splitTrace<Result>(result);
        if (trace) noteTrace(tab, trace);
        const event = isLog ? logEvent(rest.data) : undefined;
        if (event) news = { ...event, lines: (news?.lines ?? []).concat(event.lines) };
        last = rest as ExecutionResult;
        came++;
        // Lines that come in a burst are drawn together, and of its events only the last is seen.
        const [error] = rest.errors ?? [];
        if (event && !error) timer ??= setTimeout(show, GATHER_MS);
        else show();
        if (error && !rest.data) noteFeed(tab, 'failed', error.message);
      },
      onEnd: (failure) => {
        show();
        noteFeed(tab, failure === undefined ? 'ended' : 'failed', failure);
        if (failure !== undefined) noteResponse(tab, formatError(new Error(failure)));
        if (!shown || activeTab() !== tab) return;
        if (failure === undefined) observer.complete();
        else observer.error(new Error(failure));
      },
    });
    const stop = () => {
      show();
      noteFeed(tab, 'stopped');
      end();
    };
    noteStop(tab, stop);
    return {
      unsubscribe: () => {
        shown = false;
        // GraphiQL ends an execution also when its tab is left: which of the two it is shows a moment later.
        queueMicrotask(() => activeTab() === tab && stop());
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
