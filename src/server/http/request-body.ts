import { GraphQLError } from 'graphql';
import { settingNames } from '../../config.ts';
import { GatewayError } from '../../errors.ts';
import type { Account } from '../limits/account.ts';
import { BodyPace } from '../limits/body-pace.ts';
import { ByteBudget } from '../limits/byte-budget.ts';
import { isCheapJson } from '../limits/json-cost.ts';
import { overloaded } from '../limits/overloaded.ts';
import type { Release } from '../limits/release.ts';

/** Bodies up to this size are too small to be counted. */
const UNCOUNTED_BYTES = 16 * 1024;
/** All ordinary bodies of callers whom Coder knows together, read or under way. */
const KNOWN_BYTES = 64 * 1024 * 1024;
/** The same of all others, who must not use up what the former need. */
const UNKNOWN_BYTES = KNOWN_BYTES / 10;
/** Of the former, one account's. */
const ACCOUNT_BYTES = KNOWN_BYTES / 4;
/** Uploads of the largest size that may be under way at once. */
const UPLOADS = 4;
/** Of these, one account's. */
const ACCOUNT_UPLOADS = 3;

export interface BodyReaderOptions {
  /** Bytes of an ordinary body. */
  maxBytes: number;
  /** Bytes of a body that uploads a provisioner state. */
  maxUploadBytes: number;
  /** Whom the body counts against. */
  account: (request: Request) => Account;
  /** Throws unless Coder knows the caller; asked before a large body is read. */
  confirm: (request: Request) => Promise<void>;
  /** Milliseconds within which each further 16 KiB of a body must come. @default 5000 */
  paceMs?: number;
}

export interface Body {
  text: string;
  /** The request is over: its bytes count no more. */
  release: Release;
}

/**
 * Reads request bodies within bounds: an ordinary one is small; a large one is read only from a caller whom Coder
 * knows, within a budget for the whole process, and parsed only when that is quick.
 */
export class BodyReader {
  readonly #options: BodyReaderOptions;
  readonly #known: ByteBudget;
  readonly #unknown: ByteBudget;
  readonly #uploads: ByteBudget;

  constructor(options: BodyReaderOptions) {
    this.#options = options;
    // One body of the largest size may always come.
    this.#known = new ByteBudget(KNOWN_BYTES, Math.max(ACCOUNT_BYTES, options.maxBytes));
    this.#unknown = new ByteBudget(Math.max(UNKNOWN_BYTES, options.maxBytes));
    this.#uploads = new ByteBudget(UPLOADS * options.maxUploadBytes, ACCOUNT_UPLOADS * options.maxUploadBytes);
  }

  /** Bytes of all bodies that are counted, read or under way. */
  get bytes(): number {
    return this.#known.taken + this.#unknown.taken + this.#uploads.taken;
  }

  async read(request: Request): Promise<Body> {
    const { maxBytes, maxUploadBytes, account, confirm, paceMs = 5_000 } = this.#options;
    const announced = announcedBytes(request);
    if (announced !== undefined && announced > maxUploadBytes)
      throw tooLarge(maxUploadBytes, settingNames.maxResponseMb);
    const upload = announced !== undefined && announced > maxBytes;
    if (upload) await confirm(request).catch(refuseUpload);
    const room = announced ?? maxBytes;
    const release = upload ? this.#uploads.take(room, account(request).key) : await this.#reserve(request, room);
    if (release === undefined) throw overloaded('Too many large requests are under way.');
    try {
      // A body that does not announce its length is no upload.
      const bytes = await collected(request, announced ?? maxBytes, paceMs);
      if (upload && !isCheapJson(bytes)) {
        throw refused(
          413,
          `A body of more than ${maxBytes} bytes (${settingNames.maxRequestKb}) may hold long strings only.`,
        );
      }
      return { text: decoded(bytes), release };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Counts an ordinary body. Undefined: there is no room. */
  async #reserve(request: Request, bytes: number): Promise<Release | undefined> {
    if (bytes <= UNCOUNTED_BYTES) return () => {};
    const { account, confirm } = this.#options;
    const { key, known } = account(request);
    if (known) return this.#known.take(bytes, key);
    const release = this.#unknown.take(bytes);
    if (release !== undefined) return release;
    // Coder may know a token that it was not asked for lately.
    return confirm(request).then(
      () => this.#known.take(bytes, account(request).key),
      () => undefined,
    );
  }
}

/** Not even the body was read: the status says so to every client. */
function refuseUpload(error: unknown): never {
  if (!(error instanceof GatewayError)) throw error;
  const { code, message, extensions } = error;
  const status = code === 'UNAUTHENTICATED' ? 401 : 503;
  throw new GatewayError(code, message, { extensions: { ...extensions, http: { status, spec: false } } });
}

/** `BAD_USER_INPUT` with this HTTP status. */
export function refused(status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status } } });
}

function announcedBytes(request: Request): number | undefined {
  const announced = request.headers.get('content-length');
  if (announced === null) return undefined;
  if (!/^\d+$/.test(announced)) throw refused(400, 'Expected Content-Length to be a number of bytes.');
  return Number(announced);
}

async function collected(request: Request, maxBytes: number, paceMs: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (request.body === null) return new Uint8Array();
  const body = (request.body as unknown as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  const pace = new BodyPace(paceMs, () => tooSlow(paceMs));
  try {
    for (;;) {
      const { done, value: chunk } = await Promise.race([body.next(), pace.tooSlow]);
      if (done) break;
      size += chunk.byteLength;
      pace.received(chunk.byteLength);
      if (size > maxBytes) throw tooLarge(maxBytes, settingNames.maxRequestKb);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof GraphQLError) throw error;
    // The client has gone in the middle of its request.
    throw refused(400, 'The body ended too early.');
  } finally {
    pace.stop();
  }
  const [only] = chunks;
  return chunks.length === 1 && only ? only : Buffer.concat(chunks, size);
}

/** Bytes that are no UTF-8 would otherwise become U+FFFD, and be written so. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refused(400, 'The body is not JSON in UTF-8.');
  }
}

/** The rest of the body is not waited for. */
function tooSlow(paceMs: number): GraphQLError {
  const http = { status: 408, headers: { connection: 'close' } };
  const message = `The body came too slowly: expected at least 16 KiB in ${paceMs / 1_000} s.`;
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http } });
}

function tooLarge(maxBytes: number, setting: string): GraphQLError {
  return refused(413, `The body is larger than ${maxBytes} bytes (see ${setting}).`);
}
