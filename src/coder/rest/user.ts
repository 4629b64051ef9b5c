import { lenient, object, optional, required, text, textOrUnset, uuid, type Wire } from '../response/check.ts';

/** Only what the gateway reads: Coder sends more of a user. */
export const user = object(
  {
    id: required(uuid),
    username: required(text),
    name: optional(textOrUnset),
    avatar_url: optional(textOrUnset),
    email: lenient(textOrUnset),
  },
  [
    'created_at',
    'updated_at',
    'last_seen_at',
    'status',
    'login_type',
    'organization_ids',
    'roles',
    'has_ai_seat',
    'is_service_account',
    'theme_preference',
  ],
);
export type User = Wire<typeof user>;
