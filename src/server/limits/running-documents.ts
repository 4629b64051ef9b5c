import type { DocumentNode } from 'graphql';
import { documentBytes } from '../documents/document-cache.ts';
import { once, type Release } from './release.ts';

/** Of all accounts together. */
const ALL_BYTES = 128 * 1024 * 1024;
/** Of one account: sixteen documents of the largest size, hundreds of ordinary ones. */
const ACCOUNT_BYTES = 16 * 1024 * 1024;

/** Documents that are held, each weighed once however many subscriptions run it. */
class HeldDocuments {
  readonly #counts = new Map<DocumentNode, number>();
  bytes = 0;

  bytesWith(document: DocumentNode): number {
    return this.bytes + (this.#counts.has(document) ? 0 : documentBytes(document));
  }

  hold(document: DocumentNode): void {
    this.bytes = this.bytesWith(document);
    this.#counts.set(document, (this.#counts.get(document) ?? 0) + 1);
  }

  release(document: DocumentNode): void {
    const count = this.#counts.get(document) ?? 0;
    if (count > 1) this.#counts.set(document, count - 1);
    else if (this.#counts.delete(document)) this.bytes -= documentBytes(document);
  }

  get empty(): boolean {
    return this.#counts.size === 0;
  }
}

/** Bounds the memory of the documents of running subscriptions, which no cache can let go. */
export class RunningDocuments {
  readonly #all = new HeldDocuments();
  readonly #accounts = new Map<string, HeldDocuments>();

  get bytes(): number {
    return this.#all.bytes;
  }

  /** Whether the account with this key may run a further subscription with this document. */
  hasRoom(key: string, document: DocumentNode): boolean {
    const own = this.#accounts.get(key)?.bytesWith(document) ?? 0;
    return own <= ACCOUNT_BYTES && this.#all.bytesWith(document) <= ALL_BYTES;
  }

  /** Counts the document of a subscription that starts, until the release. */
  hold(key: string, document: DocumentNode): Release {
    const account = this.#accounts.get(key) ?? new HeldDocuments();
    this.#accounts.set(key, account);
    const held = [this.#all, account];
    for (const each of held) each.hold(document);
    return once(() => {
      for (const each of held) each.release(document);
      if (account.empty) this.#accounts.delete(key);
    });
  }
}
