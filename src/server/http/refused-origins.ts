import type { Logger } from 'pino';
import { settingNames } from '../../config.ts';

const QUIET_MS = 60_000;

/** Origins that are named within a minute; whoever invents origins can neither fill the log nor the memory. */
const MAX_ORIGINS = 50;

/** Characters of a header that a client has chosen. */
const MAX_TEXT = 200;

/** A page that was refused. */
export interface RefusedPage {
  /** `Origin`, which may be any text; undefined: the browser sent none, and said that another site embeds this one. */
  origin: string | undefined;
  host: string | undefined;
  /** `Sec-Fetch-Site`, where there is no origin. */
  fetchSite?: string | null;
}

/** Tells the operator which web pages are refused, and why: each origin at most once a minute. */
export class RefusedOrigins {
  readonly #log: Logger;
  readonly #now: () => number;
  readonly #lastLoggedAt = new Map<string, number>();

  constructor(log: Logger, now: () => number = () => performance.now()) {
    this.#log = log;
    this.#now = now;
  }

  add({ origin, host, fetchSite }: RefusedPage): void {
    const name = shortened(origin) ?? `none, but Sec-Fetch-Site: ${fetchSite}`;
    const now = this.#now();
    for (const [other, loggedAt] of this.#lastLoggedAt) {
      if (now - loggedAt < QUIET_MS) break;
      this.#lastLoggedAt.delete(other);
    }
    if (this.#lastLoggedAt.has(name) || this.#lastLoggedAt.size >= MAX_ORIGINS) return;
    this.#lastLoggedAt.set(name, now);
    this.#log.warn(
      { origin: name, host: shortened(host), setting: settingNames.allowedOrigins, reason: reasonOf(origin) },
      'pages of this origin are refused; if they are yours, add the origin to the setting',
    );
  }
}

function reasonOf(origin: string | undefined): string {
  if (origin === undefined) return 'a page of another site embeds this address';
  return (
    'the origin is neither in the setting nor, by its host and port, the Host of the request; ' +
    'a proxy in between must keep Host (a dev server: changeOrigin: false)'
  );
}

function shortened(text: string | undefined): string | undefined {
  return text !== undefined && text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
