import { isDeepStrictEqual } from 'node:util';

/** Whether two values of Coder are equal. Those that are too deep to be compared count as different. */
export function isSameJson(one: unknown, other: unknown): boolean {
  try {
    return isDeepStrictEqual(one, other);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
