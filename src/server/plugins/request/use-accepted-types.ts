import { isAsyncIterable, processRegularResult } from 'graphql-yoga';
import { acceptedJson, takesResults } from '../../http/accepted-json.ts';
import { refused } from '../../http/request-body.ts';
import type { RequestPlugin } from '../request-plugin.ts';

/**
 * An operation whose result its client does not take is refused before it runs: yoga would answer a mutation that has
 * done its work with an empty 406. Of the two types of JSON yoga takes the first, whatever the qualities say.
 */
export function useAcceptedTypes(): RequestPlugin {
  return {
    // The fast path takes only those who take JSON, and asks the same function for its type.
    fast: {},
    onRequestParse: ({ request }) => {
      if (takesResults(request.headers.get('accept'))) return;
      throw refused(
        406,
        'Expected a header "Accept" with application/json or application/graphql-response+json; a subscription needs ' +
          'text/event-stream or multipart/mixed;subscriptionSpec=1.0, or a WebSocket (graphql-transport-ws).',
      );
    },
    onResultProcess: ({ request, result, resultProcessor, setResultProcessor }) => {
      if (isAsyncIterable(result)) return;
      const type = acceptedJson(request.headers.get('accept'));
      // Whoever is refused is told why, in JSON.
      if (!resultProcessor) setResultProcessor(processRegularResult, 'application/json');
      else if (resultProcessor === processRegularResult && type) setResultProcessor(processRegularResult, type);
    },
  };
}
