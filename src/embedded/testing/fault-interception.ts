import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { JSON_TYPE, type Reply, TEXT_TYPE } from '../http/http.ts';
import type { Interception, ReplyContent } from '../http/interception.ts';
import type { SocketConnection, SocketRules } from '../http/sockets.ts';
import { cutAfter } from './cut-after.ts';
import type { FaultRule } from './faults.ts';
import { FaultySocket, mutateJson } from './faulty-socket.ts';
import { timesInZone } from './time-zone.ts';

/** Applies one fault rule to one request, and the time zone of the database to its answer. */
export class FaultInterception implements Interception {
  readonly #rule: FaultRule;
  readonly #timeZone: string | undefined;

  constructor(rule: FaultRule, timeZone?: string) {
    this.#rule = rule;
    this.#timeZone = timeZone;
  }

  async before(query: URLSearchParams): Promise<Reply | 'hang' | null> {
    const { hang, latency, redirect, respond, socket } = this.#rule;
    if (hang === true) return 'hang';
    if (latency !== undefined) await new Promise((resolve) => setTimeout(resolve, latency));
    if (socket?.ignoreAfter === true) query.delete('after');
    if (redirect !== undefined) return { status: 302, headers: { Location: redirect } };
    const forced = respond ?? socket?.refuse;
    if (forced === undefined) return null;
    return { body: '', contentType: 'application/json; charset=utf-8', headers: {}, ...forced };
  }

  connection(raw: Duplex): void {
    if (this.#rule.cutAfterBytes !== undefined) cutAfter(raw, this.#rule.cutAfterBytes);
  }

  rewrite({ body: original, contentType }: ReplyContent): ReplyContent {
    const { mutate, oversize, truncate } = this.#rule;
    let body = original;
    // A provisioner state has neither of the two types: it is never changed.
    if (this.#timeZone !== undefined && (contentType === JSON_TYPE || contentType === TEXT_TYPE)) {
      body = Buffer.from(timesInZone(body.toString('utf8'), this.#timeZone));
    }
    if (mutate !== undefined && contentType?.startsWith('application/json') === true && body.length > 0) {
      body = Buffer.from(`${mutateJson(body.toString('utf8'), mutate)}\n`);
    }
    if (oversize !== undefined) body = Buffer.concat([body, Buffer.alloc(Math.max(0, oversize - body.length), ' ')]);
    if (truncate !== undefined) body = body.subarray(0, truncate);
    return { body, contentType: this.#rule.contentType ?? contentType };
  }

  accept(socket: WebSocket, raw: Duplex, rules: SocketRules): SocketConnection {
    return new FaultySocket(socket, raw, rules, this.#rule, this.#timeZone);
  }
}
