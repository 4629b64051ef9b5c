import type { HttpMetrics } from '../observability/http-metrics.ts';
import { isStream } from '../streams/framing.ts';

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
  http: HttpMetrics;
}

/** Web-standard requests, from a server that is not the gateway's: what is open of them, and how it ends. */
export class FetchHandler {
  readonly #options: FetchHandlerOptions;
  /** How each answer that is under way is cut; undefined: it is no stream, and is waited for. */
  readonly #open = new Map<object, (() => void) | undefined>();
  #allClosed = () => {};

  constructor(options: FetchHandlerOptions) {
    this.#options = options;
  }

  readonly fetch = async (request: Request, client?: FetchClient): Promise<Response> => {
    const { answer, left, refuse, http } = this.#options;
    const refusal = refuse(request);
    if (refusal) return refusal;
    const begun = performance.now();
    // Routers hand their own things over in the place of the client.
    const remoteAddress = typeof client?.address === 'string' ? client.address : undefined;
    const req = { socket: { remoteAddress } };
    const end = (response?: Response) => {
      if (!this.#open.delete(req)) return;
      left(req);
      http.observe(factsOf(request, response), performance.now() - begun);
      if (this.#open.size === 0) this.#allClosed();
    };
    this.#open.set(req, undefined);
    try {
      const response = await answer(request, { req });
      if (response.body !== null && isStream(response.headers.get('content-type') ?? '')) {
        const { body, cut } = cuttable(response.body, () => end(response));
        this.#open.set(req, cut);
        return written(response, body);
      }
      const body = response.body === null ? null : await response.arrayBuffer();
      end(response);
      return written(response, body);
    } catch (error) {
      end();
      throw error;
    }
  };

  /** Cuts the event streams. An end would say that the subscription is complete. */
  cutStreams(): void {
    for (const cut of this.#open.values()) cut?.();
  }

  /** Resolves when all answers are made, or after `graceMs`. */
  closed(graceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, graceMs);
      this.#allClosed = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#open.size === 0) this.#allClosed();
    });
  }
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

/** The stream with a way to break it off. `ended` is called once, however it ends. */
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
