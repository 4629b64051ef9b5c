import { type DocumentNode, getOperationAST } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';

/** An operation that only has to be executed. */
export interface KnownOperation {
  document: DocumentNode;
  operationName: string | undefined;
  variableValues: Record<string, unknown> | undefined;
}

export interface KnownDocuments {
  /** Parsed documents by their text. */
  parsed: { get(text: string): DocumentNode | undefined };
  /** Those of them that were found valid. */
  valid: { has(document: DocumentNode): boolean };
}

/** The parameters of a request that mean something; others are refused unless they are null. */
const PARAMS = new Set(['query', 'variables', 'operationName', 'extensions']);

/**
 * The query or mutation that is meant, if its document passed parsing and validation before. Undefined: yoga has to
 * look at the request, to validate a new document, to start a subscription, or to say what is wrong.
 */
export function knownOperation(params: GraphQLParams, { parsed, valid }: KnownDocuments): KnownOperation | undefined {
  const { query, variables, operationName, extensions } = params;
  if (typeof query !== 'string' || !isAbsentOrObject(variables) || !isAbsentOrObject(extensions)) return undefined;
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && !PARAMS.has(name)) return undefined;
  }
  const document = parsed.get(query);
  if (document === undefined || !valid.has(document)) return undefined;
  const operation = getOperationAST(document, operationName);
  if (!operation || operation.operation === 'subscription') return undefined;
  return { document, operationName: operationName ?? undefined, variableValues: variables ?? undefined };
}

function isAbsentOrObject(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));
}
