import type { BuildInfo } from '../model.ts';

export interface DeploymentOptions {
  /** Base URL by which the gateway reaches it. */
  url: URL;
  /** Reads `/buildinfo`. */
  read: () => Promise<BuildInfo>;
  now?: () => number;
}

/** Between two reads that nobody asked for: while a new version is rolled out, answers come from both. */
const REREAD_MS = 5_000;

/**
 * What the deployment says of itself. Once it has been asked for, it is read again when an answer comes from another
 * version of Coder, so that no request waits for it and none costs a further call.
 */
export class Deployment {
  readonly #options: DeploymentOptions;
  readonly #now: () => number;
  #info: BuildInfo | undefined;
  #reading: Promise<BuildInfo> | undefined;
  #readAt: number | undefined;
  #linkBase: string;

  constructor(options: DeploymentOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#linkBase = withoutSlash(options.url.href);
  }

  /** As it was last read; undefined: Coder has not answered yet. */
  get info(): BuildInfo | undefined {
    return this.#info;
  }

  /** Where people find Coder's UI, without a slash at the end: what Coder says, or else where the gateway finds it. */
  get linkBase(): string {
    return this.#linkBase;
  }

  /** Reads it; throws as a call does. */
  read(): Promise<BuildInfo> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** An answer came, from this version if it was Coder's. */
  answered(version: string | undefined): void {
    if (version === undefined || version === this.#info?.version || this.#reading) return;
    if (this.#readAt === undefined || this.#now() - this.#readAt < REREAD_MS) return;
    // Whatever fails here is tried again after a later answer.
    this.read().catch(() => {});
  }

  async #read(): Promise<BuildInfo> {
    this.#readAt = this.#now();
    const info = await this.#options.read();
    this.#info = info;
    this.#linkBase = withoutSlash(dashboardUrl(info) ?? this.#options.url.href);
    return info;
  }
}

function dashboardUrl({ dashboard_url: text }: BuildInfo): string | undefined {
  if (typeof text !== 'string' || !URL.canParse(text)) return undefined;
  const { protocol, username, password, origin, pathname } = new URL(text);
  const plain = /^https?:$/.test(protocol) && username === '' && password === '';
  return plain ? origin + pathname : undefined;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
