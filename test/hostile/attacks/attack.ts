import type { Target } from '../target.ts';
import type { Outcome } from '../wire.ts';

/** Something that a stranger or a user may try, and how it is refused. */
export interface Attack {
  name: string;
  /** Undefined: it leaves before there is an answer, and only what it leaves behind counts. */
  run: (target: Target) => Promise<Outcome | undefined>;
  /** HTTP status, or the code that a WebSocket is closed with; undefined: there is none. */
  status?: number;
  /** `extensions.code` of the first error; undefined: there is none. */
  code?: string;
  /** Part of the answer's text. */
  says?: string | RegExp;
}
