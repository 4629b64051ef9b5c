import type { CallOptions, Endpoint } from './endpoints.ts';
import type { SessionFacts } from './session-facts.ts';

/** A call of a recorded run whose answer can be compared: one that is equal is the very same JSON. */
export interface RecordedCall {
  readonly endpoint: Endpoint;
  readonly options: CallOptions<string>;
  /** The JSON that it was answered with, for as long as somebody has it; null: there was nothing, or it is hidden. */
  readonly json: WeakRef<object> | null;
}

/** What a run asked of Coder and learned besides, which is all that its answer was made from. */
export interface RecordedRun {
  /** In levels: the calls of one were made before any of its answers was there, and after all of the levels before. */
  readonly levels: readonly (readonly RecordedCall[])[];
  /** What came from memory: it cannot change, and whoever gets the same answers was shown the builds that it is of. */
  readonly cached: readonly Endpoint[];
  readonly facts: readonly (readonly [name: keyof SessionFacts, value: unknown])[];
}

/** A call of the run that is being recorded. */
interface NotedCall extends Pick<RecordedCall, 'endpoint' | 'options'> {
  /** Null: there was nothing, or it is hidden. */
  json: object | null;
}

/** Notes what one operation asks and learns. */
export class Recording {
  readonly #levels: NotedCall[][] = [];
  readonly #cached: Endpoint[] = [];
  readonly #facts = new Map<keyof SessionFacts, unknown>();
  #isRepeatable = true;
  #unanswered = 0;
  /** Whether a call of the last level was answered: then the next one begins another. */
  #isLevelAnswered = true;

  /** The answer depends on something that is not noted, such as the time. */
  spoil(): void {
    this.#isRepeatable = false;
  }

  /**
   * A call; told before whoever waits for its answer.
   * @param isNothing tells the errors that mean to the caller that there is nothing.
   */
  called(
    endpoint: Endpoint,
    options: CallOptions<string>,
    answer: Promise<unknown>,
    isNothing: (error: unknown) => boolean,
  ): void {
    if (!isComparable(endpoint, options)) this.spoil();
    if (!this.#isRepeatable) return;
    if (this.#isLevelAnswered) this.#levels.push([]);
    this.#isLevelAnswered = false;
    const level = this.#levels.length;
    const call: NotedCall = { endpoint, options, json: null };
    this.#levels[level - 1]?.push(call);
    this.#unanswered++;
    const answered = () => {
      this.#unanswered--;
      if (level === this.#levels.length) this.#isLevelAnswered = true;
    };
    answer.then(
      (json) => {
        answered();
        if (typeof json === 'object' && json !== null) call.json = json;
        else this.spoil();
      },
      (error: unknown) => {
        answered();
        if (!isNothing(error)) this.spoil();
      },
    );
  }

  /** Something came from memory. */
  cached(endpoint: Endpoint): void {
    this.#cached.push(endpoint);
  }

  learned(name: keyof SessionFacts, value: unknown): void {
    if (this.#facts.has(name) && this.#facts.get(name) !== value) this.spoil();
    this.#facts.set(name, value);
  }

  /** Whether the same answers and facts would lead to the same result. */
  get isRepeatable(): boolean {
    return this.#isRepeatable && this.#unanswered === 0 && this.#levels.length > 0;
  }

  /** The JSON of all answers. */
  get jsons(): object[] {
    return this.#levels.flat().flatMap(({ json }) => (json === null ? [] : [json]));
  }

  /** What was noted, without keeping the JSON alive. */
  get run(): RecordedRun {
    const levels = this.#levels.map((level) =>
      level.map(({ endpoint, options, json }) => ({ endpoint, options, json: json && new WeakRef(json) })),
    );
    return { levels, cached: this.#cached, facts: [...this.#facts] };
  }
}

/** Whether an equal answer is recognized. Secrets and texts are not compared, nor is what its caller keeps. */
function isComparable({ isRead, format }: Endpoint, { body, keptByCaller }: CallOptions<string>): boolean {
  return isRead && body === undefined && !keptByCaller && (format === 'json' || format === 'logs');
}
