import { type ExecutionArgs, getOperationAST, type OperationTypeNode } from 'graphql';

/** Of the operation that is meant; undefined: the document leaves open which one that is. */
export function operationType({
  document,
  operationName,
}: Pick<ExecutionArgs, 'document' | 'operationName'>): `${OperationTypeNode}` | undefined {
  return getOperationAST(document, operationName)?.operation;
}
