import type { Plugin } from '../../operation-context.ts';

/**
 * A 406 names the types that there are, and yoga collects them once for each type that the client named: without this,
 * a header of a few kilobytes would be answered with one many times as long.
 */
export function useDistinctMediaTypes(): Plugin {
  return {
    onResultProcess: ({ acceptableMediaTypes }) => {
      const distinct = new Set(acceptableMediaTypes);
      acceptableMediaTypes.splice(0, acceptableMediaTypes.length, ...distinct);
    },
  };
}
