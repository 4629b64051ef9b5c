import { failureOf, NotTheGateway, PassingFailure } from './feed-error.ts';
import type { Attempt, Result, Transport } from './transport.ts';

/** The gateway sends a heartbeat every 12 seconds; a connection that is silent for longer has been lost. */
const SILENCE_MS = 40_000;

/** Subscriptions as server-sent events over `fetch`: nothing to install, and every proxy knows HTTP. */
export function serverSentEvents(): Transport {
  return async function* run(attempt) {
    const abort = new AbortController();
    const leave = () => abort.abort(attempt.signal.reason);
    attempt.signal.addEventListener('abort', leave);
    const heard = async <T>(answer: Promise<T>): Promise<T> => {
      const silence = setTimeout(() => abort.abort(new PassingFailure('The gateway fell silent.')), SILENCE_MS);
      return answer.finally(() => clearTimeout(silence));
    };
    try {
      const response = await heard(fetch(attempt.url, request(attempt, abort.signal)));
      if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream'))
        throw await heard(refusal(response));
      attempt.onOpen();
      const reader = response.body.getReader();
      const events = new EventParser();
      for (;;) {
        // Not while the reader of the feed is busy: then it is not the gateway that is silent.
        const { done, value } = await heard(reader.read());
        if (done) throw new PassingFailure('The connection ended before the subscription did.');
        for (const { name, data } of events.push(value)) {
          if (name === 'complete') return;
          if (data !== '') yield JSON.parse(data) as Result;
        }
      }
    } finally {
      attempt.signal.removeEventListener('abort', leave);
      abort.abort();
    }
  };
}

function request({ token, query, variables }: Attempt, signal: AbortSignal): RequestInit {
  return {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      ...(token !== undefined && { 'Coder-Session-Token': token }),
    },
    body: JSON.stringify({ query, variables }),
    signal,
  };
}

/** The failure that an ordinary answer tells of. */
async function refusal(response: Response): Promise<Error> {
  const text = await response.text();
  try {
    const result = JSON.parse(text) as Result;
    if (Array.isArray(result.errors)) {
      const failure = failureOf(result);
      const wish = Number(response.headers.get('retry-after'));
      return failure instanceof PassingFailure && wish > 0 ? new PassingFailure(failure.message, wish) : failure;
    }
  } catch {
    // Not the gateway's.
  }
  const { ok, status, url } = response;
  // A proxy whose gateway is away says so with 5xx, or with one of these.
  if (!ok && (status >= 500 || [408, 425, 429].includes(status)))
    return new PassingFailure(`The gateway was not reached: HTTP ${status}.`);
  return new NotTheGateway(`Expected an event stream at ${url}, got HTTP ${status}. Is it the gateway's endpoint?`);
}

/** Splits the bytes of an event stream, wherever they are cut, into its events. */
class EventParser {
  readonly #decoder = new TextDecoder();
  #rest = '';
  #name = '';
  #data: string[] = [];

  *push(bytes: Uint8Array): Generator<{ name: string; data: string }> {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (this.#name !== '' || this.#data.length > 0) yield { name: this.#name, data: this.#data.join('\n') };
        this.#name = '';
        this.#data = [];
      } else if (line.startsWith('event:')) this.#name = line.slice(6).trim();
      else if (line.startsWith('data:')) this.#data.push(line.slice(5).replace(/^ /, ''));
    }
  }
}
