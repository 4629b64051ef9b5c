import { FeedError, failureOf, PassingFailure } from './feed-error.ts';
import type { Attempt, Result, Transport } from './transport.ts';

/** The gateway sends a heartbeat every 12 seconds; a connection that is silent for longer has been lost. */
const SILENCE_MS = 40_000;

/** Subscriptions as server-sent events over `fetch`: nothing to install, and every proxy knows HTTP. */
export function serverSentEvents(): Transport {
  return async function* run(attempt) {
    const abort = new AbortController();
    const leave = () => abort.abort(attempt.signal.reason);
    attempt.signal.addEventListener('abort', leave);
    let silence = setTimeout(() => abort.abort(), SILENCE_MS);
    try {
      const response = await fetch(attempt.url, request(attempt, abort.signal));
      if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream'))
        throw await refusal(response);
      attempt.onOpen();
      const reader = response.body.getReader();
      const events = new EventParser();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) throw new PassingFailure('The connection ended before the subscription did.');
        clearTimeout(silence);
        silence = setTimeout(() => abort.abort(), SILENCE_MS);
        for (const { name, data } of events.push(value)) {
          if (name === 'complete') return;
          if (data !== '') yield JSON.parse(data) as Result;
        }
      }
    } finally {
      clearTimeout(silence);
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

/** The failure that an ordinary answer tells of. A page that is not the gateway's says only that it was not reached. */
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
  if (response.ok) return new FeedError(`Expected an event stream at ${response.url}. Is it the gateway's endpoint?`);
  return new PassingFailure(`The gateway was not reached: HTTP ${response.status}.`);
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
