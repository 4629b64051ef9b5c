import { createHash } from 'node:crypto';

/**
 * The validator of an answer: from its bytes and its media type. It is weak, since a proxy that compresses the
 * answer would have to drop a strong one.
 */
export function entityTag(mediaType: string, body: string | Uint8Array): string {
  const hash = createHash('sha256').update(mediaType).update('\0').update(body).digest('base64url');
  return `W/"${hash.slice(0, 32)}"`;
}

/** What proxies that compress append to the tag (Apache, Caddy: `-gzip`; Jetty: `--gzip`), and not all take off again. */
const CODING = /-{1,2}(?:gzip|br|zstd|deflate)$/;

/** Whether an `If-None-Match` names this tag, or any (RFC 9110, 13.1.2: by weak comparison). */
export function namesTag(ifNoneMatch: string, tag: string): boolean {
  if (ifNoneMatch.trim() === '*') return true;
  const ours = opaque(tag);
  for (const [entry] of ifNoneMatch.matchAll(/(?:W\/)?"[^"]*"/g)) {
    const theirs = opaque(entry);
    if (theirs === ours || theirs.replace(CODING, '') === ours) return true;
  }
  return false;
}

function opaque(tag: string): string {
  return tag.slice(tag.indexOf('"') + 1, -1);
}
