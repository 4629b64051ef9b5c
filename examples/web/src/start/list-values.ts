/** The texts of a value of the type `list(string)`; null when it is not such a list. */
export function readList(value: string): string[] | null {
  try {
    const items: unknown = JSON.parse(value);
    return Array.isArray(items) && items.every((item) => typeof item === 'string') ? items : null;
  } catch {
    return null;
  }
}

/** As Coder takes a list: JSON in text. */
export function writeList(items: readonly string[]): string {
  return JSON.stringify(items);
}

/** Whether two values mean the same; the spacing of a list does not count. */
export function sameValue(a: string, b: string): boolean {
  if (a === b) return true;
  const [first, second] = [readList(a), readList(b)];
  return first !== null && second !== null && writeList(first) === writeList(second);
}
