import { object, required, textOrUnset, uuid } from '../response/check.ts';

/** Only what the gateway reads: Coder sends more of an organization. */
export const organization = object({ id: required(uuid), name: required(textOrUnset) }, [
  'display_name',
  'icon',
  'description',
  'created_at',
  'updated_at',
  'is_default',
]);
