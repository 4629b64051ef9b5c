import type { DocumentNode } from 'graphql';
import type { Plugin } from '../../operation-context.ts';

/** Notes which documents were found valid. Their next request needs no hook of validation: none of them finds anything. */
export function useValidDocuments(valid: WeakSet<DocumentNode>): Plugin {
  return {
    onValidate: ({ params: { documentAST } }) => {
      return ({ result }) => {
        if (result.length === 0) valid.add(documentAST);
      };
    },
  };
}
