import {
  type ExecutionArgs,
  type FieldNode,
  type GraphQLError,
  getDirectiveValues,
  getOperationAST,
  visit,
} from 'graphql';
import { GatewayError } from '../../errors.ts';
import { coercedVariables } from '../variables.ts';

/** Of the first `@stream` with wrong arguments, which the executor would take for a defect; undefined: there is none. */
export function wrongStreamArguments(args: ExecutionArgs): GraphQLError | undefined {
  const { schema, document, operationName } = args;
  const stream = schema.getDirective('stream');
  const operation = getOperationAST(document, operationName);
  const coerced = operation ? coercedVariables(args, operation).coerced : undefined;
  let wrong: GraphQLError | undefined;
  visit(document, {
    Field: (node) => {
      try {
        const { initialCount } = (stream && getDirectiveValues(stream, node, coerced)) ?? { initialCount: 0 };
        if (!(typeof initialCount === 'number' && initialCount >= 0)) wrong ??= noCount(node, initialCount);
      } catch (error) {
        wrong ??= error as GraphQLError;
      }
    },
  });
  return wrong;
}

function noCount(nodes: FieldNode, given: unknown): GatewayError {
  return new GatewayError('BAD_USER_INPUT', `Argument "initialCount": expected 0 or more, got ${given}.`, {
    nodes,
    extensions: { http: { spec: true, status: 400 } },
  });
}
