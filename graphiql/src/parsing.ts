import { Kind, type OperationDefinitionNode, parse } from 'graphql';

/** The operations of a document; none while it is not complete: the gateway says what is wrong with it. */
export function operationsIn(query: string): readonly OperationDefinitionNode[] {
  try {
    return parse(query).definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
  } catch {
    return [];
  }
}

/** Undefined: it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
