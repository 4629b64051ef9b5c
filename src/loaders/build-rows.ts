import type { Build } from '../coder/model.ts';
import { isInvalid, itemsOf, type RestList, takeItem } from '../coder/response/check.ts';
import { InvalidValueError } from '../coder/response/invalid-value.ts';
import * as rest from '../coder/rest/build.ts';

/**
 * A row of a workspace's builds. One whose number cannot be read has its place in the list all the same, but nobody
 * can say which: the error says why.
 */
export type BuildRow = ReadableRow | InvalidValueError;

export interface ReadableRow {
  build: Build;
  number: number;
}

export function isReadable(row: BuildRow): row is ReadableRow {
  return !(row instanceof InvalidValueError);
}

/** The rows of an answer, each at its place. */
export function buildRows(list: RestList<Build>): BuildRow[] {
  return itemsOf(list).map((item) => {
    const row = takeItem(list, item, rest.build, 'the answer');
    if (isInvalid(row)) return row;
    try {
      return { build: row as Build, number: rest.build.read(row as Build, 'build_number') };
    } catch (error) {
      if (isInvalid(error)) return error;
      throw error;
    }
  });
}
