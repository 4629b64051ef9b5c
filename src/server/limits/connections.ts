import type { DocumentNode } from 'graphql';
import { type Settings, settingNames } from '../../config.ts';
import { GatewayError } from '../../errors.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Account } from './account.ts';
import { overloaded, SHUTTING_DOWN } from './overloaded.ts';
import { once, type Release } from './release.ts';
import { RunningDocuments } from './running-documents.ts';

type Gauges = Pick<Metrics, 'openSockets' | 'openSubscriptions'>;
type Limits = Pick<Settings, 'maxConnections' | 'maxIdentityConnections' | 'maxIdentitySubscriptions'>;

/** Share of the connections beyond which places are short. */
const SHORT = 0.9;

/** The connections that callers whom Coder does not know may have together. */
export function unknownCallersShare(maxConnections: number): number {
  return Math.max(1, Math.ceil(maxConnections / 10));
}

/** Who subscribes, and how. */
interface Subscriber {
  transport: 'http' | 'websocket';
  account: Account;
}

/** What one account keeps open. */
interface Holding {
  connections: number;
  subscriptions: number;
}

const NOTHING: Readonly<Holding> = { connections: 0, subscriptions: 0 };

/**
 * What clients keep open, for the caps and for the gauges; nothing else counts it. Whoever opens something gets the
 * function that ends it and calls that on every way out.
 */
export class Connections {
  readonly #limits: Limits;
  readonly #gauges: Gauges;
  /** WebSockets, and subscriptions over HTTP, each of which is a connection of its own. */
  #open = 0;
  #closing = false;
  /** Of these, those of callers whom Coder does not know. */
  #unknown = 0;
  readonly #holdings = new Map<string, Holding>();
  readonly #documents = new RunningDocuments();

  constructor(limits: Limits, gauges: Gauges) {
    this.#limits = limits;
    this.#gauges = gauges;
  }

  /** From now on no subscription starts: the process is about to end. */
  close(): void {
    this.#closing = true;
  }

  get full(): boolean {
    return this.#open >= this.#limits.maxConnections;
  }

  /** Nearly all places are taken: who does not need one is to leave it soon. */
  get short(): boolean {
    return this.#open >= this.#limits.maxConnections * SHORT;
  }

  /** Why the account may have no further connection; undefined when it may. */
  refuseConnection({ key, known }: Account): GatewayError | undefined {
    const { maxConnections, maxIdentityConnections } = this.#limits;
    const { connections } = this.#holdings.get(key) ?? NOTHING;
    if (!known) {
      const share = unknownCallersShare(maxConnections);
      if (this.#unknown < share) return undefined;
      return tooMany(
        `${share} connections are open without a token that Coder knows (${settingNames.maxConnections}).`,
      );
    }
    if (connections < maxIdentityConnections) return undefined;
    return tooMany(`${connections} connections of this token are open (${settingNames.maxIdentityConnections}).`);
  }

  /** Why the account may have no further subscription; undefined when it may. */
  refuseSubscription({ transport, account }: Subscriber, document: DocumentNode): GatewayError | undefined {
    if (this.#closing) return overloaded(SHUTTING_DOWN);
    const { subscriptions } = this.#holdings.get(account.key) ?? NOTHING;
    if (subscriptions >= this.#limits.maxIdentitySubscriptions) {
      return tooMany(`${subscriptions} subscriptions are open (${settingNames.maxIdentitySubscriptions}).`);
    }
    if (!this.#documents.hasRoom(account.key, document)) {
      return tooMany('The documents of running subscriptions take too much memory.');
    }
    if (transport === 'websocket') return undefined;
    if (this.full) return tooMany(`Too many connections are open (${settingNames.maxConnections}).`);
    return this.refuseConnection(account);
  }

  /** A socket, of which nobody knows yet whose it is. */
  openSocket(): Release {
    this.#open += 1;
    this.#gauges.openSockets.inc();
    return once(() => {
      this.#open -= 1;
      this.#gauges.openSockets.dec();
    });
  }

  /** Counts an open socket against its account. */
  holdSocket(account: Account): Release {
    return this.#hold(account, 'connections');
  }

  /** Over HTTP each subscription is a connection of its own; those of a socket share that one's. */
  openSubscription({ transport, account }: Subscriber, document: DocumentNode): Release {
    const connections = transport === 'http' ? 1 : 0;
    this.#open += connections;
    this.#gauges.openSubscriptions.inc();
    const releases = [this.#hold(account, 'subscriptions'), this.#documents.hold(account.key, document)];
    if (transport === 'http') releases.push(this.#hold(account, 'connections'));
    return once(() => {
      this.#open -= connections;
      this.#gauges.openSubscriptions.dec();
      for (const release of releases) release();
    });
  }

  #hold({ key, known }: Account, kind: keyof Holding): Release {
    const holding = this.#holdings.get(key) ?? { ...NOTHING };
    this.#holdings.set(key, holding);
    const unknown = known || kind !== 'connections' ? 0 : 1;
    holding[kind] += 1;
    this.#unknown += unknown;
    return once(() => {
      holding[kind] -= 1;
      this.#unknown -= unknown;
      if (holding.connections + holding.subscriptions === 0) this.#holdings.delete(key);
    });
  }
}

function tooMany(message: string): GatewayError {
  const http = { status: 503, headers: { 'retry-after': '1' } };
  return new GatewayError('TOO_MANY_SUBSCRIPTIONS', message, { extensions: { http } });
}
