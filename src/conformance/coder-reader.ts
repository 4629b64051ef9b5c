import { buffer } from 'node:stream/consumers';
import { type Caller, nobody } from '../coder/caller.ts';
import type { CoderClient } from '../coder/client.ts';
import type { Endpoint } from '../coder/endpoints.ts';
import { unchecked } from '../coder/response/check.ts';
import { isCoderRefusal } from '../coder/response/failures.ts';
import { parseLogJson } from '../coder/response/log-json.ts';
import { RouteTemplate } from '../coder/route-template.ts';
import type { Rest } from './rules.ts';

type Query = Readonly<Record<string, string | number | boolean>>;

/** What the routes that are read answer with. */
const TYPES = ['application/json', 'text/plain'];

/** Reads Coder's JSON as it is, without the checks and the mapping that are to be proved. */
export class CoderReader {
  readonly #client: CoderClient;
  readonly #caller: Caller;

  constructor(client: CoderClient, token: string) {
    this.#client = client;
    this.#caller = { ...nobody, token };
  }

  /** The bytes of an answer; null when Coder hides the object or does not allow the read. */
  async bytes(path: string, query: Query = {}): Promise<Buffer | null> {
    const endpoint = endpointOf(path, { method: 'GET', format: 'bytes' });
    try {
      const { body } = await this.#client.open(endpoint, { path: {}, query }, this.#caller);
      return await buffer(body);
    } catch (error) {
      if (isCoderRefusal(error) && [403, 404, 410].includes(error.status)) return null;
      throw error;
    }
  }

  async json(path: string, query?: Query): Promise<unknown> {
    const bytes = await this.bytes(path, query);
    return bytes && parseLogJson(bytes.toString('utf8'));
  }

  async object(path: string, query?: Query): Promise<Rest | null> {
    return (await this.json(path, query)) as Rest | null;
  }

  /** What Coder answers to a question that is asked by a body, and so by POST, but changes nothing. */
  async answer(path: string, body: unknown): Promise<Rest> {
    return (await this.#call(path, { method: 'POST', format: 'json' }, body)) as Rest;
  }

  /** The items in the first event of a WebSocket. */
  async event(path: string): Promise<Rest[]> {
    return ((await this.#call(path, { method: 'GET', format: 'event' })) as Rest[] | null) ?? [];
  }

  async list(path: string, query?: Query): Promise<Rest[]> {
    return ((await this.json(path, query)) as Rest[] | null) ?? [];
  }

  #call(path: string, how: Pick<Endpoint, 'method' | 'format'>, body?: unknown): Promise<unknown> {
    return this.#client.call(endpointOf(path, how), { path: {}, body }, this.#caller);
  }
}

function endpointOf(path: string, how: Pick<Endpoint, 'method' | 'format'>): Endpoint<'/'> {
  const template = new RouteTemplate(path);
  return { ...how, isRead: true, route: path, template, types: TYPES, check: unchecked() } as Endpoint<'/'>;
}
