import type { Logger } from 'pino';
import type { OperationReport } from './operation-report.ts';

/** Characters of a name that a client has chosen. */
const MAX_NAME = 80;
/** Characters of an identity's hash: enough to tell identities apart, too few to fill lines. */
const IDENTITY_LENGTH = 16;

export interface OperationLogOptions {
  log: Logger;
  /** A keyed hash of a token. */
  identify: (token: string | undefined) => string;
}

/** Writes one line for each operation, however it ended; never its document, its variables or its token. */
export class OperationLog {
  readonly #options: OperationLogOptions;
  readonly #isOn: boolean;
  readonly #isVerbose: boolean;

  constructor(options: OperationLogOptions) {
    this.#options = options;
    this.#isOn = options.log.isLevelEnabled('info');
    this.#isVerbose = options.log.isLevelEnabled('debug');
  }

  write(report: OperationReport): void {
    if (this.#isOn) this.#options.log.info(this.#fields(report), 'operation');
  }

  /** Only for who asks for it: an operation that goes on. */
  writeStep(report: OperationReport): void {
    if (this.#isVerbose) this.#options.log.debug(this.#fields(report), 'operation under way');
  }

  #fields({ requestId, caller, type, name, durationMs, codes, upstream, events }: OperationReport): object {
    return {
      requestId,
      transport: caller?.transport,
      identity: caller && this.#identityOf(caller),
      type,
      name: name?.slice(0, MAX_NAME),
      durationMs: rounded(durationMs),
      upstreamCalls: upstream?.calls,
      upstreamMs: upstream && rounded(upstream.durationMs),
      events,
      codes: codes.length > 0 ? codes : undefined,
    };
  }

  #identityOf({ account, identity: { token } }: NonNullable<OperationReport['caller']>): string {
    // The key of a known account is the hash already.
    return (account.known ? account.key : this.#options.identify(token)).slice(0, IDENTITY_LENGTH);
  }
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
