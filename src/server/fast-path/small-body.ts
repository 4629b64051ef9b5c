import type { IncomingMessage } from 'node:http';

/** Bytes of a body that the fast path reads; the budget of all bodies together does not count those either. */
const MAX_BYTES = 16 * 1024;
/** A body that is not there by then is a slow one, whose pace yoga's reader watches. */
const LATE_MS = 500;

/** Whether the body says that it is small, and of which size it is, and nobody has read it. */
export function hasSmallBody({ headers, readableEnded }: IncomingMessage): boolean {
  const announced = headers['content-length'];
  return !readableEnded && announced !== undefined && /^\d{1,5}$/.test(announced) && Number(announced) <= MAX_BYTES;
}

/** The whole body; undefined: it has not come, because the client is slow or gone. What has come is unread again then. */
export function readSmallBody(
  request: IncomingMessage,
  done: (body: Buffer | undefined) => void,
  lateMs = LATE_MS,
): void {
  const chunks: Buffer[] = [];
  const received = (chunk: Buffer) => chunks.push(chunk);
  const stop = () => {
    clearTimeout(timer);
    request.off('data', received).off('end', ended).off('close', missing);
  };
  const ended = () => {
    stop();
    const [only] = chunks;
    done(chunks.length === 1 && only ? only : Buffer.concat(chunks));
  };
  const missing = () => {
    stop();
    request.pause();
    for (const chunk of chunks.reverse()) request.unshift(chunk);
    done(undefined);
  };
  const timer = setTimeout(missing, lateMs);
  request.on('data', received).on('end', ended).on('close', missing);
}
