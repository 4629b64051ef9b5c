import type { Duplex } from 'node:stream';

/** Lets only this many more bytes out of a connection, then drops it. */
export function cutAfter(raw: Duplex, bytes: number): void {
  let left = bytes;
  const write = raw.write.bind(raw) as (chunk: Buffer, done: () => void) => boolean;
  if (left <= 0) {
    raw.destroy();
    return;
  }
  const limited = (chunk: string | Uint8Array, second?: unknown, third?: unknown): boolean => {
    const encoding = typeof second === 'string' ? (second as BufferEncoding) : 'utf8';
    const done = (typeof second === 'function' ? second : third) as (() => void) | undefined;
    const buffer = typeof chunk === 'string' ? Buffer.from(chunk, encoding) : Buffer.from(chunk);
    if (left <= 0) return false;
    const part = buffer.subarray(0, left);
    left -= part.length;
    return write(part, () => {
      done?.();
      if (left <= 0) raw.destroy();
    });
  };
  raw.write = limited as typeof raw.write;
}
