const OBJECT_BYTES = 32;
const SLOT_BYTES = 8;
const TEXT_BYTES = 16;

/** Roughly the bytes of memory that a JSON value takes. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return TEXT_BYTES + value.length;
  if (typeof value !== 'object' || value === null) return SLOT_BYTES;
  let bytes = OBJECT_BYTES;
  // The names of properties are shared by all objects that have the same.
  for (const item of Object.values(value)) bytes += SLOT_BYTES + sizeOf(item);
  return bytes;
}
