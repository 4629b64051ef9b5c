import { expect, test } from 'vitest';
import { stubPlugins } from '../stub-plugins.ts';

const namesWith = (introspection: boolean) => Object.keys(stubPlugins({ introspection, appDir: '.' }));

test.each([
  ['allowedHosts', 'health', 'a foreign Host gets not even the state of the process'],
  ['allowedHosts', 'metricsRoute', 'nor its figures'],
  ['allowedHosts', 'graphiql', 'nor a page that acts as the fallback user'],
  ['allowedHosts', 'app', 'the same of a page of somebody’s own'],
  ['app', 'unhandledRoute', 'what has a path of its own is answered before the rest is refused'],
  ['allowedOrigins', 'graphiql', 'a page of another origin may not embed GraphiQL'],
  ['health', 'unhandledRoute', 'what has a path of its own is answered before the rest is refused'],
  ['metricsRoute', 'unhandledRoute', 'the same'],
  ['schemaFiles', 'unhandledRoute', 'the same'],
  ['graphiql', 'unhandledRoute', 'the same, for `/`'],
  ['headRequests', 'accessLog', 'the log and all others see one request from its beginning to its end'],
  ['allowedOrigins', 'upgradeRequired', 'a handshake of another origin gets no advice'],
  ['upgradeRequired', 'graphiql', 'a handshake accepts anything, and is to get no page'],
  ['itemErrors', 'errorCodes', 'an error beside a field needs a code as well'],
  ['disableIntrospection', 'errorCodes', 'taking values out of messages needs the suggestion gone'],
  ['errorCodes', 'operationReports', 'operations are counted by the code that the client sees'],
  ['operationReports', 'operationContext', 'an operation is reported before its context is let go'],
  ['errorCodes', 'complexityLimit', 'a refusal stops the hooks behind it, and is coded itself'],
  ['operationReports', 'complexityLimit', 'the same, counted'],
  ['operationReports', 'streamLimit', 'the same'],
  ['errorCodes', 'subscriptionStreams', 'a subscription that no transport can carry is refused, coded and counted'],
  ['operationContext', 'subscriptionStreams', 'and its context released'],
  ['operationContext', 'complexityLimit', 'the context of a refused operation is released'],
  ['executor', 'deadline', 'the executor replaces what runs, the deadline wraps it'],
  ['executor', 'incrementalDelivery', 'what is delivered in parts has another executor'],
  ['incrementalDelivery', 'deadline', 'it lasts until the last part'],
  ['errorCodes', 'incrementalDelivery', 'its refusal is coded'],
  ['eventContext', 'deadline', 'the same for the start of a subscription'],
])('%s comes before %s: %s', (first, second) => {
  // No list has both the route of the schema and what hides it.
  const names = namesWith(first !== 'disableIntrospection');
  expect(names).toContain(first);
  expect(names).toContain(second);
  expect(names.indexOf(first)).toBeLessThan(names.indexOf(second));
});

test('operations have no plugin for traces that nobody has asked for', () => {
  // The one that is always there lists an answer's calls where its request asks for them.
  expect(Object.keys(stubPlugins({})).filter((name) => name.includes('trac'))).toEqual(['trace']);
});
