import { once } from '../limits/release.ts';
import type { HttpMetrics } from '../observability/http-metrics.ts';
import { comesInParts, isStream } from '../streams/framing.ts';
import type { OpenAnswers } from './open-answers.ts';

/** What the handler knows of a client, when whoever calls it tells. */
export interface FetchClient {
  /** The IP address that the request came from; callers whom Coder does not know share limits by it. */
  address?: string | undefined;
}

export interface FetchHandlerOptions {
  /** Answers a request; `req` stands for node's in what is counted by request or address. */
  answer: (request: Request, context: { req: object }) => Response | Promise<Response>;
  /** The request needs no more work. */
  left: (req: object) => void;
  /** The answer to a request for which it is too late; undefined: it is not. */
  refuse: (request: Request) => Response | undefined;
  /** Where what is under way is counted. */
  open: OpenAnswers;
  http: HttpMetrics;
}

/** Answers web-standard requests, from a server that is not the gateway's. */
export class FetchHandler {
  readonly #options: FetchHandlerOptions;

  constructor(options: FetchHandlerOptions) {
    this.#options = options;
  }

  readonly fetch = async (request: Request, client?: FetchClient): Promise<Response> => {
    const { answer, left, refuse, open, http } = this.#options;
    const refusal = refuse(request);
    if (refusal) return refusal;
    const begun = performance.now();
    // Routers hand their own things over in the place of the client.
    const remoteAddress = typeof client?.address === 'string' ? client.address : undefined;
    const req = { socket: { remoteAddress } };
    let cut = () => {};
    const release = open.add(() => cut());
    let answered: Response | undefined;
    const end = once(() => {
      left(req);
      http.observe(factsOf(request, answered), performance.now() - begun);
      release();
    });
    try {
      const response = await answer(request, { req });
      const contentType = response.headers.get('content-type') ?? '';
      if (response.body !== null && comesInParts(contentType)) {
        answered = response;
        const stream = cuttable(response.body, end);
        if (isStream(contentType)) cut = stream.cut;
        return written(response, stream.body);
      }
      const body = response.body === null ? null : await response.arrayBuffer();
      answered = response;
      end();
      return written(response, body);
    } catch (error) {
      end();
      throw error;
    }
  };
}

/** The platform's own `Response`: servers tell theirs by its class, and yoga's is another. */
function written({ status, headers }: Response, body: ReadableStream<Uint8Array> | ArrayBuffer | null): Response {
  const empty = status === 204 || status === 304 || (body instanceof ArrayBuffer && body.byteLength === 0);
  return new Response(empty ? null : body, { status, headers: new Headers([...headers]) });
}

function factsOf({ method, url }: Request, response: Response | undefined) {
  const { pathname } = new URL(url);
  const status = response ? String(response.status) : 'none';
  return { method, path: pathname, status, mediaType: response?.headers.get('content-type') ?? '' };
}

/** The stream with a way to break it off. `ended` is called however it ends, perhaps more than once. */
function cuttable(source: ReadableStream<Uint8Array>, ended: () => void) {
  const reader = source.getReader();
  let cut = () => {};
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      cut = () => {
        controller.error(new Error('The gateway is shutting down.'));
        ended();
        reader.cancel().catch(() => {});
      };
    },
    pull: async (controller) => {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        ended();
        controller.close();
      } catch (error) {
        ended();
        controller.error(error);
      }
    },
    cancel: (reason) => {
      ended();
      return reader.cancel(reason);
    },
  });
  return { body, cut };
}
