const ZONE = /\d(?:Z|[+-]\d\d:\d\d)$/;

const ZERO = 48;
const NINE = 57;
const HYPHEN = 45;
const COLON = 58;
const DOT = 46;
const T = 84;
const Z = 90;

/** Where a time in UTC with whole seconds ends: `2026-06-22T07:41:03`. */
const SECONDS_END = 19;

/** Whether a text is an RFC 3339 time as Coder sends it. */
export function isTime(text: string): boolean {
  return isPlainTime(text) || (text.charCodeAt(10) === T && ZONE.test(text) && !Number.isNaN(Date.parse(text)));
}

/** Whether it is one at first sight: in UTC, on a day that every month has. `Date.parse` costs several times as much. */
function isPlainTime(text: string): boolean {
  const end = text.length - 1;
  if (end < SECONDS_END || text.charCodeAt(end) !== Z) return false;
  if (text.charCodeAt(4) !== HYPHEN || text.charCodeAt(7) !== HYPHEN || text.charCodeAt(10) !== T) return false;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return false;
  if (!areDigits(text, 0, 4) || !isBetween(text, 5, 1, 12) || !isBetween(text, 8, 1, 28)) return false;
  if (!isBetween(text, 11, 0, 23) || !isBetween(text, 14, 0, 59) || !isBetween(text, 17, 0, 59)) return false;
  if (end === SECONDS_END) return true;
  const fraction = SECONDS_END + 1;
  return (
    text.charCodeAt(SECONDS_END) === DOT && end > fraction && end <= fraction + 9 && areDigits(text, fraction, end)
  );
}

/** Two digits from a place on. */
function isBetween(text: string, from: number, least: number, most: number): boolean {
  if (!areDigits(text, from, from + 2)) return false;
  const number = (text.charCodeAt(from) - ZERO) * 10 + text.charCodeAt(from + 1) - ZERO;
  return number >= least && number <= most;
}

function areDigits(text: string, from: number, to: number): boolean {
  for (let index = from; index < to; index++) {
    const code = text.charCodeAt(index);
    if (code < ZERO || code > NINE) return false;
  }
  return true;
}
