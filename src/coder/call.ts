import type { Caller } from './caller.ts';
import type { Endpoint } from './endpoints.ts';
import { Cancellation } from './policies/cancellation.ts';
import type { Earlier } from './response/parse-response.ts';
import type { PathParameters } from './route-template.ts';

/** What a call is about. */
export interface CallFields {
  endpoint: Endpoint;
  parameters: PathParameters;
  /** Path and query below `/api/v2`. */
  path: string;
  body: unknown;
  caller: Caller;
  /** `CoderClient.identity` of the caller's token. */
  identity: string;
  /** Where earlier bodies of this URL are; undefined: this answer is not compared with any. */
  earlier: Earlier | undefined;
}

/** One call of an endpoint, as the steps of the pipeline hand it on; whoever ends it early aborts it. */
export class Call extends Cancellation {
  readonly endpoint: Endpoint;
  readonly parameters: PathParameters;
  readonly path: string;
  readonly body: unknown;
  readonly caller: Caller;
  readonly identity: string;
  readonly earlier: Earlier | undefined;
  /** Of the answer to the last request; undefined while there is none. */
  status: number | undefined;
  /** `X-Coder-Request-Id` of that answer. */
  coderRequestId: string | undefined;
  /** Sent with the next request; undefined: nobody traces it. */
  traceparent: string | undefined;

  constructor({ endpoint, parameters, path, body, caller, identity, earlier }: CallFields) {
    super();
    this.status = undefined;
    this.coderRequestId = undefined;
    this.traceparent = undefined;
    this.endpoint = endpoint;
    this.parameters = parameters;
    this.path = path;
    this.body = body;
    this.caller = caller;
    this.identity = identity;
    this.earlier = earlier;
  }

  /** Told of the bytes of the answer as they arrive. What a write has done is unknown when its answer is not read. */
  get received(): ((bytes: number) => void) | undefined {
    return this.endpoint.isRead ? this.caller.consumeByteBudget : undefined;
  }
}
