import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { ByteBudget } from '../limits/byte-budget.ts';
import { acceptedCoding, type Coding } from './accepted-coding.ts';

/** Smaller answers fit into one packet either way. */
const MIN_BYTES = 1024;
/** What must be left out of an answer for the work of the client to be worth it. */
const WORTH = 0.9;
/** Answers that are being compressed, together; beyond it they go out as they are. */
const MAX_BYTES = 32 * 1024 * 1024;

/** An answer as it is sent. */
export interface CompressedBody {
  coding: Coding;
  body: Buffer;
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
/** Half of the time of gzip as it comes, at its size. */
const BROTLI_QUALITY = 4;

/** Compresses answers for clients that ask for it, beside the event loop. */
export class Compression {
  readonly #budget = new ByteBudget(MAX_BYTES);

  /** Undefined: the answer goes out as it is, since it is small, or since nobody gains anything. */
  compress(body: Uint8Array, acceptEncoding: string | null): Promise<CompressedBody | undefined> | undefined {
    if (body.byteLength < MIN_BYTES || acceptEncoding === null) return undefined;
    const coding = acceptedCoding(acceptEncoding);
    const release = coding && this.#budget.take(body.byteLength);
    return release && encoded(body, coding).finally(release);
  }
}

async function encoded(body: Uint8Array, coding: Coding): Promise<CompressedBody | undefined> {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength,
  };
  const made = coding === 'br' ? await brotli(body, { params }) : await zip(body);
  return made.length < body.byteLength * WORTH ? { coding, body: made } : undefined;
}
