import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/** A file whose name has the hash of what is in it: code that was kept of it is never that of another text. */
const HASHED = /-[\w-]{8}\.cjs$/;

/** The flags of `npm start` and of the image. Code depends on them and on others, at which V8 looks itself. */
const FLAG = /^--(max-semi-space-size|initial-old-space-size|wasm-tiering-budget)=\d+$/;

/** Where the code for this version of Node is. What V8 does not take is compiled as ever. */
function codeFolderOf(folder: string): string {
  const flags = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(' ')].filter((flag) => FLAG.test(flag));
  return join(folder, 'code', [process.version, process.arch, ...flags].join('-'));
}

/**
 * The files of the bundled program, each the function around a CommonJS module: Node 20 takes code that was compiled
 * before for no ES module, and a third of a start would be compiling. Where there is no such code, they are compiled.
 */
export class ProgramFiles {
  readonly #folder: string;
  readonly #codeFolder: string;
  readonly #require: NodeJS.Require;
  readonly #modules = new Map<string, { exports: unknown }>();
  readonly #scripts = new Map<string, Script>();

  constructor(folder: string) {
    this.#folder = folder;
    this.#codeFolder = codeFolderOf(folder);
    this.#require = createRequire(join(folder, 'program.cjs'));
  }

  /** What a file exports; throws when it cannot be read. */
  load(name: string): unknown {
    const loaded = this.#modules.get(name);
    if (loaded) return loaded.exports;
    const filename = join(this.#folder, name);
    const text = readFileSync(filename, 'latin1');
    const module = { exports: {} };
    this.#modules.set(name, module);
    const script = new Script(text, { filename, cachedData: HASHED.test(name) ? this.#codeOf(name) : undefined });
    this.#scripts.set(name, script);
    const require = (id: string) => (id.startsWith('./') ? this.load(id.slice(2)) : this.#require(id));
    script.runInThisContext()(module.exports, require, module, filename, dirname(filename));
    return module.exports;
  }

  /** Whether the code of all files that were loaded was there, and made by this Node. */
  get compiled(): boolean {
    return [...this.#scripts].every(([name, script]) => !HASHED.test(name) || script.cachedDataRejected === false);
  }

  /** Keeps the code of the functions that have run so far, for later starts with the same Node and flags. */
  keepCode(): void {
    mkdirSync(this.#codeFolder, { recursive: true });
    for (const [name, script] of this.#scripts) {
      if (HASHED.test(name)) writeFileSync(join(this.#codeFolder, name), script.createCachedData());
    }
  }

  #codeOf(name: string): Buffer | undefined {
    try {
      return readFileSync(join(this.#codeFolder, name));
    } catch {
      return undefined;
    }
  }
}
