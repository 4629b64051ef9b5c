import { isIPv6 } from 'node:net';

/** Tokens, as the gateway knows them without asking Coder. */
export interface KnownTokens {
  /** A keyed hash of the token. */
  identify: (token: string | undefined) => string;
  /** Whether Coder has lately answered a request with this token. */
  isConfirmed: (token: string) => boolean;
  /** Asks Coder unless it has lately answered; throws unless it knows the token. */
  confirm: (token: string | undefined) => Promise<void>;
}

/** Whom an operation or a connection counts against. */
export interface Account {
  /** A hash of the token, or the address of a caller whom Coder does not know. */
  key: string;
  /** Whether Coder knows the token. Anybody can invent one, so a new token alone is no identity yet. */
  known: boolean;
}

export interface AccountsOptions {
  tokens: KnownTokens;
  /** The operator's own, for callers that bring none; it needs no confirmation. */
  fallbackToken: string | undefined;
}

/** Tells the accounts of callers. */
export class Accounts {
  readonly #options: AccountsOptions;

  constructor(options: AccountsOptions) {
    this.#options = options;
  }

  of(token: string | undefined, address: string | undefined): Account {
    const { tokens, fallbackToken } = this.#options;
    if (token !== undefined && token !== '' && (token === fallbackToken || tokens.isConfirmed(token))) {
      return { key: tokens.identify(token), known: true };
    }
    return { key: `address ${network(address)}`, known: false };
  }

  /** The account after Coder was asked for a token that it has not confirmed yet. */
  async confirmed(token: string | undefined, address: string | undefined): Promise<Account> {
    // Whatever keeps Coder from confirming it leaves the caller unknown.
    if (token !== undefined && token !== '') await this.#options.tokens.confirm(token).catch(() => {});
    return this.of(token, address);
  }
}

/** The address, or the /64 of IPv6, of which a single client may have all addresses. */
export function network(address: string | undefined): string {
  const plain = (address ?? '').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%.*$/, '');
  // Node 20's isIPv6 compiles a large expression, which the first request would wait for.
  if (!plain.includes(':') || !isIPv6(plain)) return plain;
  const [head = '', tail] = plain.toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
