import type { Duplex } from 'node:stream';

const INTERIM = Buffer.from('HTTP/1.1 100');
const END = '\r\n\r\n';
/** An interim answer has few headers, if any. */
const MAX_INTERIM_BYTES = 16_384;
const NOTHING = Buffer.alloc(0);

/**
 * Passes over each `100 Continue` that comes before an answer: the gateway never asks for one, but some proxies
 * send it, and undici closes the connection then. One request at a time goes over a connection, so an answer
 * begins with the first bytes after the head of a request, which undici writes as a string.
 */
export function passingOverContinue(socket: Duplex): Duplex {
  const write = socket.write;
  const read = socket.read;
  let beginning = false;
  let held: Buffer = NOTHING;
  socket.write = function (this: Duplex, ...args: unknown[]): boolean {
    if (typeof args[0] === 'string') beginning = true;
    return Reflect.apply(write, this, args);
  };
  socket.read = function (this: Duplex, size?: number): Buffer | null {
    const chunk = read.call(this, size) as Buffer | null;
    if (!beginning || chunk === null) return chunk;
    held = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
    while (isInterim(held)) {
      const end = held.indexOf(END);
      if (end < 0 && held.length < MAX_INTERIM_BYTES) return null;
      held = end < 0 ? NOTHING : held.subarray(end + END.length);
    }
    if (held.length === 0) return null;
    beginning = false;
    const answer = held;
    held = NOTHING;
    return answer;
  };
  return socket;
}

/** Whether this begins an interim answer, as far as can be told by now. */
function isInterim(bytes: Buffer): boolean {
  if (bytes.length === 0) return false;
  const length = Math.min(bytes.length, INTERIM.length);
  return bytes.compare(INTERIM, 0, length, 0, length) === 0;
}
