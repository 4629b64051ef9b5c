/**
 * What one field with a long text counts as in the complexity of an operation. A text is read from Coder once, but each
 * alias and each place in an answer is another copy of it, which takes memory and time to write.
 */

/** The whole log of a build, of up to 1 MiB. */
export const WHOLE_TEXT = 1_000;

/** A provisioner state, of up to 16 MiB, or its hash: there is room for four in one answer. */
export const WHOLE_STATE = 10_000;
