import type { ExecutionResult, OperationDefinitionNode } from 'graphql';
import type { AnswerCache } from '../../coder/cache/answer-cache.ts';
import type { RecordedRun, Recording } from '../../coder/recording.ts';
import type { PlanContext } from '../context.ts';
import { answerText, JsonText } from './json-text.ts';
import { KeptData } from './kept-data.ts';
import { isPromise, type MaybePromise } from './promises.ts';

/** A query that is about to be executed. */
export interface KeptQuery {
  operation: OperationDefinitionNode;
  /** As they came. */
  variables: Readonly<Record<string, unknown>>;
  context: PlanContext;
  /** Executes it. */
  execute: () => MaybePromise<ExecutionResult>;
}

/** The data of an answer, and how it came about. */
interface KeptResult {
  run: RecordedRun;
  data: KeptData;
}

/** Characters of the variables of a query whose result is kept. */
const MAX_VARIABLES = 4_096;
/** Bytes that a call takes, with its options and its place. */
const CALL_BYTES = 400;

/**
 * The data of queries, kept for the next time that the same caller sends the same one. It makes the same calls again,
 * since only Coder knows what the caller may see. When all of them are answered with the very JSON that the data was made
 * from, it is sent as it is; otherwise the query is executed, with the answers that are there.
 */
export class KeptResults {
  readonly #cache: AnswerCache;
  readonly #numbers = new WeakMap<OperationDefinitionNode, number>();
  #last = 0;
  /** Answers that came before. A result is kept when all of its JSON comes for the second time. */
  readonly #seen = new WeakSet<object>();

  constructor(cache: AnswerCache) {
    this.#cache = cache;
  }

  result(query: KeptQuery): MaybePromise<ExecutionResult> {
    const key = this.#keyOf(query);
    if (key === undefined) return query.execute();
    const kept = this.#cache.get('result', key) as KeptResult | undefined;
    if (kept === undefined) return this.#record(key, query);
    return query.context.session.repeat(kept.run).then((isSame) => {
      this.#cache.count('result', isSame ? 'hit' : 'miss');
      return isSame ? resultWith(kept.data) : this.#record(key, query);
    });
  }

  #record(key: string, query: KeptQuery): MaybePromise<ExecutionResult> {
    const recording = query.context.session.record();
    const done = (result: ExecutionResult) => {
      this.#keep(key, recording, result, query.context);
      return result;
    };
    const result = query.execute();
    return isPromise(result) ? result.then(done) : done(result);
  }

  #keep(key: string, recording: Recording, { data, errors }: ExecutionResult, { itemErrors }: PlanContext): void {
    if (!recording.isRepeatable || errors !== undefined || itemErrors.length > 0) return;
    if (!(data instanceof JsonText) || !this.#haveComeBefore(recording.jsons)) return;
    const kept: KeptResult = { run: recording.run, data: new KeptData(data.text) };
    const calls = recording.jsons.length + kept.run.cached.length;
    this.#cache.set('result', key, kept, kept.data.answer.length + calls * CALL_BYTES);
  }

  #haveComeBefore(jsons: readonly object[]): boolean {
    let all = true;
    for (const json of jsons) {
      if (this.#seen.has(json)) continue;
      this.#seen.add(json);
      all = false;
    }
    return all;
  }

  /** Undefined: its result is not kept. */
  #keyOf({ operation, variables, context }: KeptQuery): string | undefined {
    let identity: string;
    try {
      ({ identity } = context.session);
    } catch {
      return undefined;
    }
    let number = this.#numbers.get(operation);
    if (number === undefined) {
      number = ++this.#last;
      this.#numbers.set(operation, number);
    }
    const declared = operation.variableDefinitions ?? [];
    if (declared.length === 0) return `${number} ${identity}`;
    const values = JSON.stringify(
      // One that is absent is not the same as one that is null.
      declared.map(({ variable: { name } }) => (Object.hasOwn(variables, name.value) ? [variables[name.value]] : [])),
    );
    return values.length > MAX_VARIABLES ? undefined : `${number} ${identity} ${values}`;
  }
}

function resultWith(data: KeptData): ExecutionResult {
  const result = { data, stringify: answerText };
  return result as unknown as ExecutionResult;
}
