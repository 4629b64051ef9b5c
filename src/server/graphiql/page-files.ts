import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { acceptedCoding, type Coding } from '../http/accepted-coding.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
};

const SUFFIXES: Readonly<Record<Coding, string>> = { br: '.br', gzip: '.gz' };

/** A file of the page in the coding that a client reads. */
export interface PageFile {
  type: string;
  /** Undefined: as it is. */
  coding: Coding | undefined;
  body: Uint8Array<ArrayBuffer>;
}

/** The files of a built page, which lie compressed on the disk; they are read when they are first asked for, and kept. */
export class PageFiles {
  readonly #folder: URL;
  #names: Promise<ReadonlySet<string>> | undefined;
  readonly #bodies = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

  constructor(folder: URL) {
    this.#folder = folder;
  }

  /** The file of this name; undefined when the page has none. `accepted`: the client's `Accept-Encoding`. */
  async get(name: string, accepted: string | null): Promise<PageFile | undefined> {
    this.#names ??= this.#list();
    // The list is also what keeps `..` out.
    const names = await this.#names;
    if (!names.has(`${name}.gz`)) return undefined;
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    const coding = acceptedCoding(accepted ?? '');
    if (coding) return { type, coding, body: await this.#read(name + SUFFIXES[coding]) };
    return { type, coding, body: new Uint8Array(await promisify(gunzip)(await this.#read(`${name}.gz`))) };
  }

  async #list(): Promise<ReadonlySet<string>> {
    try {
      return new Set(await readdir(this.#folder));
    } catch {
      // Not built yet: looked for again next time.
      this.#names = undefined;
      return new Set();
    }
  }

  #read(file: string): Promise<Uint8Array<ArrayBuffer>> {
    let body = this.#bodies.get(file);
    if (body === undefined) {
      body = readFile(new URL(file, this.#folder)).then((bytes) => new Uint8Array(bytes));
      this.#bodies.set(file, body);
      body.catch(() => this.#bodies.delete(file));
    }
    return body;
  }
}
