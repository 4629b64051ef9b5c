import type { DocumentNode } from 'graphql';
import { hasIncrementalDirectives } from '../../incremental/incremental-directives.ts';
import type { Plugin } from '../../operation-context.ts';

/**
 * Notes which documents were found valid. Their next request needs no hook of validation: none of them finds anything.
 * Those that may be answered in parts are not for the fast path, which writes one answer.
 */
export function useValidDocuments(valid: WeakSet<DocumentNode>): Plugin {
  return {
    onValidate: ({ params: { documentAST } }) => {
      return ({ result }) => {
        if (result.length === 0 && !hasIncrementalDirectives(documentAST)) valid.add(documentAST);
      };
    },
  };
}
