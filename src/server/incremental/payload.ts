import type { ExecutionResult, GraphQLError } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import type { Plugin } from '../operation-context.ts';

export type PathToPart = readonly (string | number)[];

/** What is delivered after the rest: the data of a fragment, or items of a list that begin at the end of the path. */
export interface Part {
  path: PathToPart;
  label?: string;
  data?: unknown;
  items?: readonly unknown[] | null;
  errors?: readonly GraphQLError[];
}

/** A whole answer; or the first or a further piece of one that is delivered in parts, which then says `hasNext`. */
export interface Payload extends ExecutionResult {
  hasNext?: boolean;
  incremental?: readonly Part[];
}

type OnExecuteHook = NonNullable<Plugin['onExecute']>;
type OnExecuteResult = Exclude<Awaited<ReturnType<OnExecuteHook>>, void>;
type OnExecuteDone = NonNullable<OnExecuteResult['onExecuteDone']>;

/** A hook that changes an answer, each of its payloads when it is delivered in parts. */
export function onEachPayload(change: (payload: Payload) => Payload): OnExecuteDone {
  return ({ result, setResult }) => {
    if (isAsyncIterable(result)) {
      return { onNext: ({ result, setResult }) => setResult(change(result as Payload)) };
    }
    const changed = change(result);
    if (changed !== result) setResult(changed);
    return undefined;
  };
}

/** A hook that is told of all errors of an answer when it is over; one in parts is with the last of them. */
export function onceAnswered(answered: (errors: readonly GraphQLError[]) => void): OnExecuteDone {
  return ({ result }) => {
    if (!isAsyncIterable(result)) {
      answered(errorsOf(result));
      return undefined;
    }
    const errors: GraphQLError[] = [];
    return {
      onNext: ({ result }) => {
        errors.push(...errorsOf(result as Payload));
      },
      onEnd: () => answered(errors),
    };
  };
}

/** The payload with other errors in place of its own, those of its parts too. */
export function withErrors(
  payload: Payload,
  change: (errors: readonly GraphQLError[]) => readonly GraphQLError[],
): Payload {
  const { errors, incremental } = payload;
  if (!errors && !incremental) return payload;
  return {
    ...payload,
    ...(errors && { errors: change(errors) }),
    ...(incremental && {
      incremental: incremental.map((part) => (part.errors ? { ...part, errors: change(part.errors) } : part)),
    }),
  };
}

/** All errors of a payload, those of its parts too. */
export function errorsOf({ errors = [], incremental = [] }: Payload): readonly GraphQLError[] {
  return [...errors, ...incremental.flatMap((part) => part.errors ?? [])];
}
