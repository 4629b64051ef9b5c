import type { Logger } from 'pino';
import type { Identity } from '../identity.ts';
import type { Account, Accounts } from '../limits/account.ts';
import type { Connections } from '../limits/connections.ts';
import type { Release } from '../limits/release.ts';

/** Of graphql-transport-ws's clients those that retry do so after this code. */
export const TRY_AGAIN_LATER = 1013;

/** A socket whose client has said who it is. */
interface GreetedSocket {
  identity?: Identity;
  address: string | undefined;
  account: Account | undefined;
  release: Release;
  requestId: string;
  signal: AbortSignal;
  close: (code: number, reason: string) => void;
  greeted: () => void;
}

export interface SocketPlacesOptions {
  accounts: Accounts;
  connections: Connections;
  log: Logger;
}

/** Counts each socket against its account, from its greeting on. */
export class SocketPlaces {
  readonly #options: SocketPlacesOptions;

  constructor(options: SocketPlacesOptions) {
    this.#options = options;
  }

  /** Whether there is a place for the socket, which is closed otherwise. */
  async take(socket: GreetedSocket): Promise<boolean> {
    const { accounts, connections, log } = this.#options;
    const { address, signal } = socket;
    const token = socket.identity?.token;
    let account = accounts.of(token, address);
    // Coder is asked only where the answer matters: otherwise the first operation tells.
    if (!account.known && connections.refuseConnection(account)) account = await accounts.confirmed(token, address);
    const refusal = connections.refuseConnection(account);
    if (refusal) {
      log.info({ requestId: socket.requestId, reason: refusal.message }, 'socket refused');
      socket.close(TRY_AGAIN_LATER, `${refusal.code}: ${refusal.message}`);
      return false;
    }
    if (!signal.aborted) this.#hold(socket, account);
    socket.greeted();
    return true;
  }

  /** The account of the socket's next operation: Coder may know the token by now. */
  accountOf(socket: GreetedSocket): Account {
    const { account } = socket;
    if (account?.known) return account;
    const now = this.#options.accounts.of(socket.identity?.token, socket.address);
    if (now.known && account && !socket.signal.aborted) {
      socket.release();
      this.#hold(socket, now);
    }
    return now;
  }

  #hold(socket: GreetedSocket, account: Account): void {
    socket.account = account;
    socket.release = this.#options.connections.holdSocket(account);
  }
}
