import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute as executeByGraphQLJs,
  type GraphQLError,
  getVariableValues,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { AnswerCache } from '../../coder/cache/answer-cache.ts';
import type { AnswerSize } from '../answer-size.ts';
import type { PlanContext } from '../context.ts';
import { DocumentPlan } from './document-plan.ts';
import { answerText, JsonText } from './json-text.ts';
import { KeptResults } from './kept-results.ts';
import { KeptTexts } from './kept-texts.ts';
import { isPromise, type MaybePromise } from './promises.ts';
import { Run } from './run.ts';
import { answerSizeOf } from './writer.ts';

/** All plans together, with the documents that they keep alive. */
const MAX_BYTES = 16 * 1024 * 1024;
/** As many errors about variables as graphql-js collects. */
const MAX_COERCION_ERRORS = 50;

/** From which of its executions on a document runs by a plan. */
export type PlanFrom = 1 | 2 | 'never';

export interface PlanExecutorOptions {
  /** Bytes of all plans together, about. @default 16 MiB */
  maxBytes?: number;
  /** @default 2 */
  planFrom?: PlanFrom | undefined;
  /** Where the texts of objects are kept. @default they are not */
  cache?: AnswerCache | undefined;
}

/**
 * Executes operations by plans, with the answers of graphql-js. The data of an answer is text. A document is planned
 * when it is executed for the second time, so that documents which come once cost no more than they do in graphql-js.
 */
export class PlanExecutor {
  readonly #plans: LRUCache<DocumentNode, DocumentPlan>;
  readonly #seen = new WeakSet<DocumentNode>();
  readonly #planFrom: PlanFrom;
  readonly #texts: KeptTexts | undefined;
  readonly #results: KeptResults | undefined;

  constructor({ maxBytes = MAX_BYTES, planFrom = 2, cache }: PlanExecutorOptions = {}) {
    this.#plans = new LRUCache({ maxSize: maxBytes, sizeCalculation: ({ bytes }) => bytes });
    this.#planFrom = planFrom;
    this.#texts = cache && new KeptTexts(cache);
    this.#results = cache && new KeptResults(cache);
  }

  /** Bytes of the plans that are kept, about. */
  get bytes(): number {
    return this.#plans.calculatedSize;
  }

  readonly execute = (args: ExecutionArgs): MaybePromise<ExecutionResult> => {
    const plan = this.#planOf(args);
    const operation = plan?.isSupported ? plan.operation(args.operationName) : undefined;
    if (plan === undefined || operation === undefined || hasOtherOptions(args)) return executeUnplanned(args);
    const execute = () => this.#run(plan, operation, args);
    if (this.#results === undefined || operation.operation !== OperationTypeNode.QUERY) return execute();
    const variables = args.variableValues ?? {};
    return this.#results.result({ operation, variables, context: args.contextValue as PlanContext, execute });
  };

  #run(plan: DocumentPlan, operation: OperationDefinitionNode, args: ExecutionArgs): MaybePromise<ExecutionResult> {
    const { document, contextValue, variableValues } = args;
    const { coerced, errors } = getVariableValues(
      plan.schema,
      operation.variableDefinitions ?? [],
      variableValues ?? {},
      { maxErrors: MAX_COERCION_ERRORS },
    );
    if (errors) return { errors };
    const run = new Run(plan, operation, coerced, args);
    const size = plan.bytes;
    const done = (data: string | undefined) => {
      if (plan.bytes !== size) this.#resize(document, plan);
      const tooLarge = answerSizeOf(contextValue)?.problem;
      if (tooLarge) return { errors: [tooLarge], data: null };
      return result(data, run.errors.list);
    };
    const failed = (error: unknown) => {
      run.errors.add(error as GraphQLError, undefined);
      return done(undefined);
    };
    try {
      const data = plan.execute(run);
      return isPromise(data) ? data.then(done, failed) : done(data);
    } catch (error) {
      return failed(error);
    }
  }

  #planOf({ schema, document }: ExecutionArgs): DocumentPlan | undefined {
    const known = this.#plans.get(document);
    if (known?.schema === schema) return known;
    if (this.#planFrom === 'never') return undefined;
    if (this.#planFrom > 1 && !this.#seen.has(document)) {
      this.#seen.add(document);
      return undefined;
    }
    const plan = new DocumentPlan(schema, document, this.#texts);
    this.#plans.set(document, plan);
    return plan;
  }

  /** Executions add to a plan what the ones before did not get to. */
  #resize(document: DocumentNode, plan: DocumentPlan): void {
    if (this.#plans.peek(document) !== plan) return;
    this.#plans.delete(document);
    this.#plans.set(document, plan);
  }
}

function executeUnplanned(args: ExecutionArgs): MaybePromise<ExecutionResult> {
  const result = executeByGraphQLJs(args);
  const size = answerSizeOf(args.contextValue);
  if (size === undefined) return result;
  return isPromise(result) ? result.then((done) => withinSize(done, size)) : withinSize(result, size);
}

/** The result unless it would be too large a text. */
export function withinSize(result: ExecutionResult, size: AnswerSize): ExecutionResult {
  const tooLarge = size.addAll(result.data);
  return tooLarge ? { errors: [tooLarge], data: null } : result;
}

/** Whether an execution comes with functions or options that plans do not know. */
function hasOtherOptions({ fieldResolver, typeResolver, options, hideSuggestions }: ExecutionArgs): boolean {
  return Boolean(fieldResolver ?? typeResolver ?? options ?? hideSuggestions);
}

/** In the form and with the order of keys that graphql-js has. */
function result(text: string | undefined, errors: readonly GraphQLError[]): ExecutionResult {
  const data = (text === undefined ? null : new JsonText(text)) as Record<string, unknown> | null;
  const answer = { data, stringify: answerText };
  return errors.length === 0 ? answer : { errors, ...answer };
}
