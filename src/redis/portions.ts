/** The items in portions for one command each: others' commands must not wait long for one. */
export function portions<T>(items: readonly T[], most: number): T[][] {
  const result: T[][] = [];
  for (let from = 0; from < items.length; from += most) result.push(items.slice(from, from + most));
  return result;
}
