import type { LogId } from '../coder/rest/scalars.ts';

/**
 * What the feeds of several replicas share, where they do: one of them follows a target at Coder and tells the others.
 * It is a shortcut and never the truth: what a feed has delivered rests on its last id and on plain reads.
 */
export interface FeedCluster {
  /** A target that this process follows from now on, until `leave`; the key is the same in all replicas. */
  target(key: string, handlers: TargetHandlers): SharedTarget;
}

/**
 * - `lead`: this process follows the target at Coder, and tells the others;
 * - `alone`: it follows the target for itself, since the others cannot be reached;
 * - `listen`: another replica follows it, and tells this one.
 */
export type Role = 'lead' | 'alone' | 'listen';

/**
 * What the leader says beside lines: it has a new socket; the job goes on, or has ended; the target has changed. It is
 * only a reason to ask Coder, or to ask a little later.
 */
export type Hint = 'opened' | 'running' | 'finished' | 'changed';
export const hints: readonly Hint[] = ['opened', 'running', 'finished', 'changed'];

/** Lines as the leader has told them. */
export interface ToldLines {
  /** The lines follow upon this id without a gap. */
  after: LogId | undefined;
  /** Id of the last one; of none, it is `after`. */
  last: LogId | undefined;
  /** The lines as a JSON array, as Coder would send it. */
  json: string;
}

export interface TargetHandlers {
  /** While this process listens. */
  lines(told: ToldLines): void;
  hint(hint: Hint): void;
  /** The role is over; `enter` gives the next one. */
  changed(): void;
  /** What was followed alone is led from now on. */
  leading(): void;
}

export interface SharedTarget {
  /** The role of this process from now on; it never rejects. */
  enter(): Promise<Role>;
  /** What was told behind this line, in order; undefined: that is not known any more, and neither what came before. */
  since(after: LogId | undefined): Promise<readonly ToldLines[] | undefined>;
  /** Tells lines, which follow upon `after` without a gap; does nothing unless this process leads. */
  publish(after: LogId | undefined, lines: readonly { id: LogId }[]): void;
  /** Does nothing unless this process leads. */
  tell(hint: Hint): void;
  /** Lets another replica lead, since this one gets nothing from Coder. */
  yield(): void;
  /** What was told cannot be true: the target is followed alone for a while. */
  distrust(): void;
  /** The target is not followed any more. */
  leave(): void;
}
