import type { builder } from './builder.ts';

type FieldBuilder = Parameters<NonNullable<Parameters<typeof builder.queryFields>[0]>>[0];

/** The window of a log. */
export function logArguments(t: Pick<FieldBuilder, 'arg'>) {
  return {
    first: t.arg.int({ description: 'How many lines from the beginning of the window: 1 to 1000, default 25.' }),
    after: t.arg.string({ description: 'Only lines behind this cursor: a log id in decimal.' }),
    last: t.arg.int({
      description: 'How many lines from the end of the window: 1 to 1000; not together with `first`.',
    }),
    before: t.arg.string({ description: 'Only lines before this cursor: a log id in decimal.' }),
  };
}
