const OBJECT_BYTES = 32;
const SLOT_BYTES = 8;
const TEXT_BYTES = 16;

/** Roughly the bytes of memory that a JSON value takes, however deep it is. */
export function sizeOf(value: unknown): number {
  let bytes = 0;
  const left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === 'string') bytes += TEXT_BYTES + next.length;
    else if (typeof next !== 'object' || next === null) bytes += SLOT_BYTES;
    else {
      bytes += OBJECT_BYTES;
      // The names of properties are shared by all objects that have the same.
      for (const item of Object.values(next)) {
        bytes += SLOT_BYTES;
        left.push(item);
      }
    }
  }
  return bytes;
}
