import type { Target } from '../target.ts';
import type { Outcome } from '../wire.ts';

/** Something that a stranger or a user may try, and how it is refused. */
export interface Attack {
  name: string;
  run: (target: Target) => Promise<Outcome>;
  /** HTTP status, or the code that a WebSocket is closed with. */
  status?: number;
  /** `extensions.code`. */
  code?: string;
  /** Part of the answer's text. */
  says?: string | RegExp;
}
