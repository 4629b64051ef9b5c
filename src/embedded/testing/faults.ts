import type { RecordedRequest } from './request-log.ts';

/** A fault to inject. A rule matches the requests that meet every condition it names. */
export interface FaultRule {
  method?: string;
  /** The route's template, with or without `/api/v2`. */
  route?: string;
  /** The exact path, with or without `/api/v2`, or a pattern. */
  path?: string | RegExp;
  /** The username of the caller. */
  user?: string;
  when?: (request: RecordedRequest) => boolean;
  /** Matches to let pass before the rule applies. */
  skip?: number;
  /** How often the rule applies; always when absent. */
  times?: number;

  /** Milliseconds (of real time) before the request is handled. */
  latency?: number;
  /** Never answers. */
  hang?: true;
  /** Answers this instead, without handling the request. */
  respond?: { status: number; body?: string | Buffer; contentType?: string; headers?: Record<string, string> };
  /** Answers 302 to this address. */
  redirect?: string;
  /** Cuts the TCP connection after so many bytes of the response; 0 cuts before the headers. */
  cutAfterBytes?: number;
  /** Sends only so many bytes of the body, with the content length that fits them: broken JSON. */
  truncate?: number;
  /** Pads a JSON body with spaces to so many bytes. */
  oversize?: number;
  contentType?: string;
  /** Changes the JSON answer in place, or returns the one to send; on sockets, each message. */
  mutate?: (json: never) => unknown;
  /** Applies once the request is an accepted WebSocket (`refuse` instead of accepting it). */
  socket?: SocketFault;
}

export interface SocketFault {
  refuse?: { status: number; body?: string };
  /** Cuts TCP after so many bytes of frames, in the middle of one or not. */
  cutAfterBytes?: number;
  cutAfterMessages?: number;
  /** Closes properly, at once or after some messages: 1000 is an early end. */
  close?: { code: number; reason?: string; afterMessages?: number };
  /** Sends a frame that Coder never sends. */
  inject?: { frame: InjectedFrame; afterMessages?: number };
  /** Sends the whole log and ignores `after`. */
  ignoreAfter?: true;
  /** Sends every message twice. */
  duplicate?: true;
  /** Sends no messages, pings or pongs while the connection stays open, like a hung server. */
  silent?: true;
  /** Sends no messages after this many, but still answers pings. */
  stallAfterMessages?: number;
}

export type InjectedFrame = 'malformed-json' | 'binary' | 'huge' | 'invalid-utf8' | { text: string };

/** One rule at work. */
export interface Fault {
  rule: FaultRule;
  /** How often it has applied. */
  readonly hits: number;
  remove(): void;
}

interface ActiveFault extends Fault {
  hits: number;
  seen: number;
}

/** The rules in force, in the order in which they were added; the first that matches applies. */
export class FaultInjector {
  #faults: ActiveFault[] = [];

  add(rule: FaultRule): Fault {
    const fault: ActiveFault = {
      rule,
      hits: 0,
      seen: 0,
      remove: () => {
        this.#faults = this.#faults.filter((other) => other !== fault);
      },
    };
    this.#faults.push(fault);
    return fault;
  }

  clear(): void {
    this.#faults = [];
  }

  /** The rule that applies to this request, if any; counts the match. */
  match(request: RecordedRequest): FaultRule | null {
    for (const fault of this.#faults) {
      if (!matches(fault.rule, request)) continue;
      fault.seen += 1;
      if (fault.seen <= (fault.rule.skip ?? 0)) continue;
      if (fault.hits >= (fault.rule.times ?? Number.POSITIVE_INFINITY)) continue;
      fault.hits += 1;
      return fault.rule;
    }
    return null;
  }
}

const API = '/api/v2';

function matches(rule: FaultRule, request: RecordedRequest): boolean {
  if (rule.method !== undefined && rule.method !== request.method) return false;
  if (rule.route !== undefined && rule.route !== request.route && API + rule.route !== request.route) return false;
  if (typeof rule.path === 'string' && rule.path !== request.path && API + rule.path !== request.path) return false;
  if (rule.path instanceof RegExp && !rule.path.test(request.path)) return false;
  if (rule.user !== undefined && rule.user !== request.user) return false;
  // A rule that only concerns sockets leaves plain requests alone.
  if (rule.socket !== undefined && !request.upgrade) return false;
  return rule.when?.(request) ?? true;
}
