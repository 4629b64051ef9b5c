import type { ExecutionResult, FormattedExecutionResult } from 'graphql';
import { answerText } from '../../plan/executor/json-text.ts';
import { formatErrors } from '../errors/error-format.ts';

/** How the results of a subscription are written into one HTTP answer. */
export interface Framing {
  contentType: string;
  /** Sent at once: some clients see the answer only when its first byte arrives. */
  opening: string;
  /** Sent while there is no result, so that nobody in between takes the connection for a dead one. */
  heartbeat: string;
  /** A result that is no failure, as JSON text. `id`: where a client can resume behind it. */
  payload: (text: string, id: string | undefined) => string;
  result: (result: ExecutionResult, id: string | undefined) => string;
  /** Sent after the last result. A connection that ends without it was cut. */
  end: string;
}

/** Server-sent events, named as in the distinct connections mode of graphql-sse. */
export const eventStream: Framing = {
  contentType: 'text/event-stream',
  opening: ':\n\n',
  heartbeat: ':\n\n',
  // The id comes last: a client that stores it when it reads the line has the data by then.
  payload: (text, id) => `event: next\ndata: ${text}\n${id === undefined ? '' : `id: ${id}\n`}\n`,
  result: (result, id) => eventStream.payload(answerText(formatted(result)), id),
  end: 'event: complete\ndata:\n\n',
};

const DELIMITER = '\r\n--graphql';

/** Each part ends with the next one's delimiter, without which a client would not know that it is complete. */
const part = (json: string) => `\r\nContent-Type: application/json\r\n\r\n${json}${DELIMITER}`;

/** Apollo's multipart protocol for subscriptions. */
export const multipart: Framing = {
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  opening: DELIMITER + part('{}'),
  heartbeat: part('{}'),
  payload: (text) => part(`{"payload":${text}}`),
  result: (result, id) => {
    const payload = formatted(result);
    if (!endsSubscription(result)) return multipart.payload(answerText(payload), id);
    return part(JSON.stringify({ payload: null, errors: payload.errors }));
  },
  end: '--\r\n',
};

/** Whether the subscription failed as a whole; the failure of an event is that of one of its fields. */
function endsSubscription({ data, errors = [] }: ExecutionResult): boolean {
  return !data && errors.length > 0 && errors.every(({ path }) => path === undefined);
}

/** The errors first, where a person who reads the stream sees them. */
function formatted({ errors, ...result }: ExecutionResult): FormattedExecutionResult {
  return errors ? { errors: formatErrors(errors), ...result } : result;
}

/** Whether an answer of this type is sent while it is made: a subscription, or an operation that is answered in parts. */
export function comesInParts(contentType: string): boolean {
  return /^(text\/event-stream|multipart\/mixed)\b/.test(contentType);
}

/** Whether an answer of exactly this type goes on as long as its client stays. */
export function isStream(contentType: string): boolean {
  return contentType === eventStream.contentType || contentType === multipart.contentType;
}
