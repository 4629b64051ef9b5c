import { type CallOptions, type Endpoint, requestPath } from './endpoints.ts';
import type { RecordedCall, RecordedRun } from './recording.ts';
import { isMissing } from './response/failures.ts';

type Send = (endpoint: Endpoint, options: CallOptions<string>) => Promise<unknown>;

/**
 * Makes the calls of an earlier run again, level by level: a level follows only when the answers to all before are the
 * same JSON as then, so that no call is made that an execution would not make. What was answered is there for an
 * execution that has to follow.
 */
export class Replay {
  readonly #send: Send;
  readonly #answers: { endpoint: Endpoint; options: CallOptions<string>; answer: Promise<unknown> }[] = [];
  /** By route and path, once somebody looks for one. */
  #byPath: Map<string, Promise<unknown>[]> | undefined;

  constructor(send: Send) {
    this.#send = send;
  }

  /** Whether all answers are the same JSON as in the earlier run. */
  async run({ levels }: Pick<RecordedRun, 'levels'>): Promise<boolean> {
    for (const level of levels) if (!(await this.#isSame(level))) return false;
    return true;
  }

  /** The answer to a call, if it was made and nobody has taken it yet. */
  take(endpoint: Endpoint, options: CallOptions<string>): Promise<unknown> | undefined {
    if (options.body !== undefined) return undefined;
    this.#byPath ??= this.#indexed();
    return this.#byPath.get(keyOf(endpoint, options))?.shift();
  }

  /** Resolves as soon as it is known: an execution does not wait for answers that it needs later. */
  #isSame(level: readonly RecordedCall[]): Promise<boolean> {
    return new Promise((resolve) => {
      let left = level.length;
      const compared = (isSame: boolean) => {
        if (!isSame) resolve(false);
        else if (--left === 0) resolve(true);
      };
      for (const { endpoint, options, json } of level) {
        const answer = this.#send(endpoint, options);
        this.#answers.push({ endpoint, options, answer });
        answer.then(
          (now) => compared(json !== null && json.deref() === now),
          (error: unknown) => compared(json === null && isMissing(error)),
        );
      }
    });
  }

  #indexed(): Map<string, Promise<unknown>[]> {
    const byPath = new Map<string, Promise<unknown>[]>();
    for (const { endpoint, options, answer } of this.#answers) {
      const key = keyOf(endpoint, options);
      byPath.set(key, [...(byPath.get(key) ?? []), answer]);
    }
    return byPath;
  }
}

function keyOf(endpoint: Endpoint, options: CallOptions<string>): string {
  return `${endpoint.format} ${requestPath(endpoint, options)}`;
}
