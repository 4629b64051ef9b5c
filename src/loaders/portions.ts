/** The items in portions for one call each: a call takes only so many, or others would wait long for it. */
export function portions<T>(items: readonly T[], most: number): T[][] {
  const result: T[][] = [];
  for (let from = 0; from < items.length; from += most) result.push(items.slice(from, from + most));
  return result;
}
