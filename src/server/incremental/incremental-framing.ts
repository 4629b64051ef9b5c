import type { GraphQLError } from 'graphql';
import { formatErrors } from '../errors/error-format.ts';
import { type MediaParameters, negotiate } from '../http/negotiate.ts';
import { eventStream } from '../streams/framing.ts';
import type { Payload } from './payload.ts';

/** How the payloads of an operation are written into one HTTP answer. */
export interface IncrementalFraming {
  contentType: string;
  /** Sent at once. */
  opening: string;
  /** Sent while there is no payload; undefined: this form has nothing that means nothing. */
  heartbeat: string | undefined;
  payload: (json: string) => string;
  /** Sent after the last payload. */
  end: string;
}

const DELIMITER = '\r\n---';

/**
 * Parts as incremental delivery over HTTP has them. `spec`: the version of the format, for clients that name it; they
 * know the answer by it.
 */
export function multipartFraming(spec: string | undefined): IncrementalFraming {
  return {
    contentType: `multipart/mixed; boundary="-"${spec === undefined ? '' : `; deferSpec=${spec}`}`,
    opening: DELIMITER,
    heartbeat: undefined,
    // Each ends with the next one's delimiter, without which a client would not know that it is complete.
    payload: (json) =>
      `\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}${DELIMITER}`,
    end: '--\r\n',
  };
}

/** The charset tells such an answer, which ends by itself, from a subscription, which is cut at a shutdown. */
export const eventFraming: IncrementalFraming = {
  contentType: `${eventStream.contentType}; charset=utf-8`,
  opening: eventStream.opening,
  heartbeat: eventStream.heartbeat,
  payload: (json) => eventStream.payload(json, undefined),
  end: eventStream.end,
};

/** The version of the format that is written: that of August 2022, which clients name by its day. */
const SPEC = '20220824';

/** How a client with this `Accept` header takes an answer in parts; undefined: in no way that is served. */
export function acceptedIncrementalFraming(accept: string | null): IncrementalFraming | undefined {
  return negotiate(accept, framingOf);
}

function framingOf(type: string | undefined, parameters: MediaParameters): IncrementalFraming | undefined {
  if (type === 'text/event-stream' || type === 'text/*') return eventFraming;
  if (type === '*/*') return multipartFraming(undefined);
  if (type !== 'multipart/mixed' && type !== 'multipart/*') return undefined;
  // With these it is the format of subscriptions, or a later one.
  if (parameters.has('subscriptionspec') || parameters.has('incrementalspec')) return undefined;
  const spec = parameters.get('deferspec')?.replace(/^"(.*)"$/, '$1');
  return spec === undefined || spec === SPEC ? multipartFraming(spec) : undefined;
}

/** A payload as JSON text, without what is meant for the server only. */
export function payloadText({ errors, incremental, ...rest }: Payload): string {
  return JSON.stringify({
    ...formattedErrors(errors),
    ...rest,
    ...(incremental && {
      incremental: incremental.map(({ errors: own, ...part }) => ({ ...part, ...formattedErrors(own) })),
    }),
  });
}

function formattedErrors(errors: readonly GraphQLError[] | undefined): object | undefined {
  return errors && { errors: formatErrors(errors) };
}
