import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { acceptedCoding, type Coding } from '../http/accepted-coding.ts';
import { entityTag } from '../http/entity-tags.ts';
import { type PageFile, type PageSource, typeOf } from './page-file.ts';

interface Kept {
  type: string;
  tag: string;
  plain: Uint8Array<ArrayBuffer>;
  codings: Map<Coding, Promise<Uint8Array<ArrayBuffer>>>;
}

/** Smaller files are not worth the header. */
const WORTHWHILE = 1024;

/**
 * The files of a page, in folders as its build left them. They are read and compressed when they are first asked for, and
 * kept: a new build is served by a new process.
 */
export class AppFiles implements PageSource {
  readonly #folder: string;
  #names: Promise<ReadonlySet<string>> | undefined;
  readonly #kept = new Map<string, Promise<Kept>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async get(name: string, accepted: string | null): Promise<PageFile | undefined> {
    if (this.#names === undefined) {
      this.#names = this.#list();
      // Looked for again next time.
      this.#names.catch(() => {
        this.#names = undefined;
      });
    }
    // The list is also what keeps `..` out.
    if (!(await this.#names).has(name)) return undefined;
    const kept = await this.#read(name).catch(absent);
    if (kept === undefined) return undefined;
    const { type, tag, plain, codings } = kept;
    const coding = typeOf(extname(name)).compressible && plain.length > WORTHWHILE && acceptedCoding(accepted ?? '');
    if (!coding) return { type, tag, coding: undefined, body: plain };
    let body = codings.get(coding);
    if (body === undefined) {
      body = compressed(plain, coding);
      codings.set(coding, body);
    }
    return { type, tag, coding, body: await body };
  }

  /** Regular files alone: a link may lead out of the folder. What begins with a dot is nobody's to see. */
  async #list(): Promise<ReadonlySet<string>> {
    const entries = await readdir(this.#folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const names = files.map((entry) => relative(this.#folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'));
    return new Set(names.filter((name) => !/(^|\/)\./.test(name)));
  }

  #read(name: string): Promise<Kept> {
    let kept = this.#kept.get(name);
    if (kept === undefined) {
      const { type } = typeOf(extname(name));
      kept = readFile(join(this.#folder, name)).then((bytes) => {
        const plain = new Uint8Array(bytes);
        return { type, tag: entityTag(type, plain), plain, codings: new Map() };
      });
      this.#kept.set(name, kept);
      kept.catch(() => this.#kept.delete(name));
    }
    return kept;
  }
}

/** A file that was taken away since the folder was listed, as by a new build. */
function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Harder than answers are: it is done once. */
async function compressed(plain: Uint8Array, coding: Coding): Promise<Uint8Array<ArrayBuffer>> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  return new Uint8Array(coding === 'br' ? await brotli(plain, { params }) : await zip(plain, { level: 9 }));
}
