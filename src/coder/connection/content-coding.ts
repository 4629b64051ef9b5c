import type { IncomingHttpHeaders } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { settingNames } from '../../config.ts';
import { header, requestIdOf } from '../response/error-body.ts';
import { errorFromNetwork, tooLargeError, UpstreamError } from '../response/failures.ts';

/** Makes a decoder of a coding. Unzip takes both, gzip and the zlib format of `deflate`. */
const decoders: Record<string, (() => NodeJS.ReadWriteStream) | undefined> = {
  gzip: zlib.createUnzip,
  'x-gzip': zlib.createUnzip,
  deflate: zlib.createUnzip,
  br: zlib.createBrotliDecompress,
  // Node has it since 22.15.
  zstd: (zlib as { createZstdDecompress?: typeof zlib.createUnzip }).createZstdDecompress,
};

/** Nobody codes a body twice on purpose. */
const MAX_CODINGS = 2;

/**
 * The content codings of an answer, in the order they were applied. The gateway asks for none, but a proxy in
 * between may apply one all the same. Throws `UPSTREAM_BAD_RESPONSE` for one that cannot be undone.
 */
export function contentCodings(status: number, headers: IncomingHttpHeaders): string[] {
  const value = header(headers, 'content-encoding');
  if (value === undefined) return [];
  const codings = value
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  const unknown = codings.find((coding) => decoders[coding] === undefined);
  if (unknown === undefined && codings.length <= MAX_CODINGS) return codings;
  const name = unknown !== undefined && /^[\w.+-]{1,40}$/.test(unknown) ? unknown : `${codings.length} codings`;
  throw new UpstreamError(
    'UPSTREAM_BAD_RESPONSE',
    `The answer of Coder is encoded (Content-Encoding: ${name}) in a way that the gateway cannot decode. A proxy on the way to ${settingNames.coderUrl} must not do that.`,
    { status, requestId: requestIdOf(headers) },
  );
}

/** The decoded body as a stream, at its reader's pace; whoever destroys it destroys the encoded one. */
export function decodedStream(encoded: Readable, codings: readonly string[]): Readable {
  let body: Readable = encoded;
  for (const coding of codings.toReversed()) {
    const decoder = decoders[coding]?.() as zlib.Unzip;
    // The reader of the last stream is told of every error.
    pipeline(body, decoder, () => {});
    body = decoder;
  }
  return body;
}

/** The decoded body of an answer that was read whole; throws when it is larger than `limit` or not what it says. */
export async function decodedBody(
  body: Buffer,
  codings: readonly string[],
  limit: number,
  facts: { status: number; requestId: string | undefined },
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of decodedStream(Readable.from([body]), codings) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw tooLargeError(limit, facts);
      chunks.push(chunk);
    }
  } catch (error) {
    throw errorFromNetwork(error);
  }
  return Buffer.concat(chunks, size);
}
