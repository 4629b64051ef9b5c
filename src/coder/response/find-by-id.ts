import type { Uuid } from '../rest/scalars.ts';
import {
  type Field,
  type Fields,
  isInvalid,
  itemsOf,
  type ObjectCheck,
  type RestList,
  type RestObject,
  take,
  takeItem,
} from './check.ts';
import type { InvalidValueError } from './invalid-value.ts';

/** The item with this id. Throws when there is none but the id of an item cannot be read, since it may be that one. */
export function findById<F extends Fields & { id: Field<Uuid, Uuid> }>(
  list: RestList<RestObject<F>>,
  check: ObjectCheck<F>,
  id: Uuid,
  name: string,
): RestObject<F> | undefined {
  let unreadable: InvalidValueError | undefined;
  for (const raw of itemsOf(list)) {
    const item = takeItem(list, raw, check, name);
    const found = isInvalid(item) ? item : take(item as RestObject, check.fields.id);
    if (found === id) return item as RestObject<F>;
    if (isInvalid(found)) unreadable ??= found;
  }
  if (unreadable) throw unreadable;
  return undefined;
}
