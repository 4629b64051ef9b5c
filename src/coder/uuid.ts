import type { Uuid } from './rest/scalars.ts';

export const ZERO_UUID: Uuid = '00000000-0000-0000-0000-000000000000';

/** Written out, since counting the digits takes twice the time: a page of builds has hundreds of ids. */
const CANONICAL = new RegExp(`^${[8, 4, 4, 4, 12].map((digits) => '[0-9a-f]'.repeat(digits)).join('-')}$`);
const ANY_FORM = /^(?:urn:uuid:|\{)?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})(\})?$/i;

/**
 * The canonical lower-case form of a UUID in any form that Coder accepts: with hyphens, 32 hex digits,
 * `{…}`, `urn:uuid:…`. `undefined` when it is none of them.
 */
export function parseUuid(text: string): Uuid | undefined {
  if (CANONICAL.test(text)) return text;
  const match = ANY_FORM.exec(text);
  if (!match) return undefined;
  const [, a, b, c, d, e, brace] = match;
  const digits = text.length - (text.startsWith('{') ? 2 : text.toLowerCase().startsWith('urn:uuid:') ? 9 : 0);
  if (text.startsWith('{') !== (brace !== undefined) || (digits !== 36 && digits !== 32)) return undefined;
  if (digits === 32 && text.length !== 32) return undefined;
  return `${a}-${b}-${c}-${d}-${e}`.toLowerCase();
}
