import { type ExecutionArgs, getOperationAST, type OperationTypeNode } from 'graphql';

/** Of the operation that is meant; undefined: the document leaves open which one that is. */
export function operationType({
  document,
  operationName,
}: Pick<ExecutionArgs, 'document' | 'operationName'>): `${OperationTypeNode}` | undefined {
  return getOperationAST(document, operationName)?.operation;
}

/** The name of the operation that is meant, whether the request says it or not; undefined: it has none. */
export function operationNameOf({
  document,
  operationName,
}: Pick<ExecutionArgs, 'document' | 'operationName'>): string | undefined {
  return getOperationAST(document, operationName)?.name?.value;
}
