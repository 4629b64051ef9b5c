import type { Coding } from '../http/accepted-coding.ts';

/** A file of a page in the coding that a client reads. */
export interface PageFile {
  type: string;
  /** Undefined: as it is. */
  coding: Coding | undefined;
  body: Uint8Array<ArrayBuffer>;
  /** Its validator, the same in all codings. */
  tag: string;
}

/** The files of a page, by their names. */
export interface PageSource {
  /** The file of this name; undefined when the page has none. `accepted`: the client's `Accept-Encoding`. */
  get(name: string, accepted: string | null): Promise<PageFile | undefined>;
}

/** Media types by the ends of names, and whether compression makes such files smaller. */
const TYPES: Readonly<Record<string, readonly [type: string, compressible: boolean]>> = {
  '.avif': ['image/avif', false],
  '.css': ['text/css; charset=utf-8', true],
  '.gif': ['image/gif', false],
  '.html': ['text/html; charset=utf-8', true],
  '.ico': ['image/x-icon', true],
  '.jpg': ['image/jpeg', false],
  '.jpeg': ['image/jpeg', false],
  '.js': ['text/javascript; charset=utf-8', true],
  '.json': ['application/json; charset=utf-8', true],
  '.map': ['application/json; charset=utf-8', true],
  '.mjs': ['text/javascript; charset=utf-8', true],
  '.png': ['image/png', false],
  '.svg': ['image/svg+xml', true],
  '.ttf': ['font/ttf', true],
  '.txt': ['text/plain; charset=utf-8', true],
  '.wasm': ['application/wasm', true],
  '.webmanifest': ['application/manifest+json', true],
  '.webp': ['image/webp', false],
  '.woff': ['font/woff', false],
  '.woff2': ['font/woff2', false],
};

/** What a file is, by the end of its name. */
export function typeOf(extension: string): { type: string; compressible: boolean } {
  const [type, compressible] = TYPES[extension.toLowerCase()] ?? ['application/octet-stream', false];
  return { type, compressible };
}
