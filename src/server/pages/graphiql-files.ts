import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { acceptedCoding } from '../http/accepted-coding.ts';
import { entityTag } from '../http/entity-tags.ts';
import { type PageFile, type PageSource, typeOf } from './page-file.ts';

/** The files of the built GraphiQL page, which lie compressed on the disk; they are read when they are first asked for, and kept. */
export class GraphiQLFiles implements PageSource {
  readonly #folder: URL;
  #names: Promise<ReadonlySet<string>> | undefined;
  readonly #tags = new Map<string, string>();
  readonly #bodies = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

  constructor(folder: URL) {
    this.#folder = folder;
  }

  async get(name: string, accepted: string | null): Promise<PageFile | undefined> {
    this.#names ??= this.#list();
    // The list is also what keeps `..` out.
    const names = await this.#names;
    if (!names.has(`${name}.gz`)) return undefined;
    const { type } = typeOf(extname(name));
    const coding = acceptedCoding(accepted ?? '');
    const zipped = await this.#read(`${name}.gz`);
    const tag = this.#tags.get(name) ?? entityTag(type, zipped);
    this.#tags.set(name, tag);
    if (coding === 'br') return { type, tag, coding, body: await this.#read(`${name}.br`) };
    return { type, tag, coding, body: coding ? zipped : new Uint8Array(await promisify(gunzip)(zipped)) };
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
