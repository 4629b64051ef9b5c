import { expect, test } from 'vitest';
import { stubPlugins } from '../stub-plugins.ts';

/** Hooks that the fast path does not run. */
const NOT_RUN = [
  'onRequest',
  'onResponse',
  'onRequestParse',
  'onParams',
  'onParse',
  'onValidate',
  'onExecutionResult',
  'onResultProcess',
];

/** Plugins that have some of those hooks, and why the fast path needs none of them. */
const NOT_NEEDED: Record<string, string> = {
  documentLimits: 'a document that was valid before is within them',
  subscriptionRoot: 'the fast path runs no subscription',
  subscriptionStreams: 'the same',
  incrementalDelivery: 'a document with its directives is never known to the fast path',
  disableIntrospection: 'a document that was valid before asks for none',
  validDocuments: 'it notes what the fast path goes by',
  errorCodes: 'what fails outside of an execution is coded by the fast path itself',
  operationReports: 'what cannot be executed is reported by the fast path itself',
  rateLimits: 'an operation counts when its context is built, if it has not been parsed',
};

test.each([true, false])(
  'each hook of a plugin is run by the fast path, or not needed there (introspection: %s)',
  (on) => {
    const forgotten = Object.entries(stubPlugins({ introspection: on })).filter(
      ([name, plugin]) => !('fast' in plugin) && NOT_RUN.some((hook) => hook in plugin) && !(name in NOT_NEEDED),
    );
    expect(forgotten.map(([name]) => name)).toEqual([]);
  },
);

test('no plugin is excused that does not exist', () => {
  const names = Object.keys({ ...stubPlugins({ introspection: true }), ...stubPlugins({ introspection: false }) });
  expect(names).toEqual(expect.arrayContaining(Object.keys(NOT_NEEDED)));
});
