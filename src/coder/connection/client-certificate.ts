import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext } from 'node:tls';

/** The two PEM files, each with the setting that names it. */
export interface CertificateFiles {
  cert: CertificateFile;
  key: CertificateFile;
}

export interface CertificateFile {
  path: string;
  setting: string;
}

export interface ClientCertificateOptions {
  files: CertificateFiles;
  /** Told when the files have changed: of the problem for which the old pair stays in use, or of none. */
  onReload?: ((problem?: string) => void) | undefined;
  /**
   * Milliseconds between two looks at the files.
   * @default 1_000
   */
  intervalMs?: number;
}

/** A certificate and its key, as TLS takes them. */
export interface KeyPair {
  cert: Buffer;
  key: Buffer;
}

/** The certificate that the gateway shows to whoever asks for one at Coder's address; read again when its files change. */
export class ClientCertificate {
  readonly #options: ClientCertificateOptions;
  readonly #reload = () => this.#read();
  #pair: KeyPair;
  #renewed: () => void = () => {};

  /** Throws an error that names the setting when a file cannot be used. */
  constructor(options: ClientCertificateOptions) {
    this.#options = options;
    this.#pair = readPair(options.files);
  }

  get pair(): KeyPair {
    return this.#pair;
  }

  /**
   * Looks at the files from now on. Comparing what `stat` says also sees a file that is replaced by a link to another,
   * as Kubernetes does it.
   */
  watch(renewed: () => void): void {
    this.#renewed = renewed;
    const { files, intervalMs = 1_000 } = this.#options;
    for (const { path } of Object.values(files)) {
      watchFile(path, { interval: intervalMs, persistent: false }, this.#reload);
    }
  }

  close(): void {
    for (const { path } of Object.values(this.#options.files)) unwatchFile(path, this.#reload);
  }

  #read(): void {
    const { files, onReload } = this.#options;
    try {
      const pair = readPair(files);
      if (pair.cert.equals(this.#pair.cert) && pair.key.equals(this.#pair.key)) return;
      this.#pair = pair;
    } catch (error) {
      onReload?.((error as Error).message);
      return;
    }
    this.#renewed();
    onReload?.();
  }
}

function readPair({ cert, key }: CertificateFiles): KeyPair {
  const pair = { cert: read(cert), key: read(key) };
  checkTls(`${cert.setting}: ${cert.path} holds no certificate in PEM`, { cert: pair.cert });
  checkTls(`${key.setting}: ${key.path} holds no private key in PEM without a passphrase`, { key: pair.key });
  checkTls(`${key.setting}: ${key.path} is not the key of the certificate in ${cert.path} (${cert.setting})`, pair);
  return pair;
}

function read({ path, setting }: CertificateFile): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`${setting}: cannot read ${path} (${(error as NodeJS.ErrnoException).code})`);
  }
}

function checkTls(problem: string, pair: Partial<KeyPair>): void {
  try {
    createSecureContext(pair);
  } catch {
    throw new Error(problem);
  }
}
