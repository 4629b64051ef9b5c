import type { Agent, IncomingHttpHeaders } from 'node:http';
import type { FirstEvent } from '../response/parse-response.ts';
import { parseSocketEvent } from '../response/socket-event.ts';
import { errorOfClose, eventError } from './close-error.ts';
import type { RestResponse } from './collector.ts';
import { DialQueue } from './dial-queue.ts';
import { type FollowSocket, follow, followLimits } from './follow.ts';
import type { RestRequest, TransportOptions } from './transport.ts';

/** How a socket answered: by an event, or by a refusal of its handshake. */
export type FirstAnswer = { event: FirstEvent; refusal?: never } | { refusal: RestResponse; event?: never };

/** Reads what Coder tells over a WebSocket alone: the first event that has data is the answer, then the socket is closed. */
export class FirstEvents {
  readonly #options: TransportOptions;
  readonly #agent: Agent;
  /** Bounds the sockets as the pool does requests. */
  readonly #places: DialQueue;

  constructor(options: TransportOptions, agent: Agent) {
    this.#options = options;
    this.#agent = agent;
    this.#places = new DialQueue(options.concurrency);
  }

  /** Throws an `UpstreamError` when the socket ends before that event; an abort of the call ends it at once. */
  read(call: RestRequest): Promise<FirstAnswer> {
    const { url, userAgent, headers, maxResponseBytes } = this.#options;
    return new Promise((resolve, reject) => {
      if (call.aborted) return reject(call.reason);
      const { token = '', requestId } = call.caller;
      let socket: FollowSocket | undefined;
      let answered: IncomingHttpHeaders = {};
      const release = () => {
        call.listen(undefined);
        socket?.close();
        leave();
      };
      const give = (answer: FirstAnswer) => {
        release();
        resolve(answer);
      };
      const fail = (error: unknown) => {
        release();
        reject(error);
      };
      const leave = this.#places.enter(() => {
        socket = follow(
          {
            url,
            userAgent,
            headers: requestId === undefined ? headers : { ...headers, 'x-request-id': requestId },
            agent: this.#agent,
            target: call.path,
            token,
            limits: { ...followLimits, maxPayloadBytes: maxResponseBytes },
            readsRefusals: true,
            parse: (text) => ({ ...parseSocketEvent(text), bytes: Buffer.byteLength(text) }),
          },
          {
            opened: (handshake) => {
              answered = handshake;
            },
            message: ({ type, data, bytes }) => {
              try {
                call.received?.(bytes);
              } catch (error) {
                return fail(error);
              }
              if (type === 'data') give({ event: { headers: answered, data } });
              else if (type === 'error') fail(eventError());
            },
            closed: (reason) => {
              const answer = reason.kind === 'refused' && reason.error ? reason.answer : undefined;
              if (answer) give({ refusal: answer });
              else fail(errorOfClose(reason));
            },
          },
        );
      });
      call.listen({ abort: fail });
    });
  }
}
