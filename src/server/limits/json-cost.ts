/** Strings in a large body; a state is one, a document with its variables some dozens. */
const MAX_STRINGS = 10_000;
/** Bytes of a large body outside of its strings. */
const MAX_BYTES_OUTSIDE = 64 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Whether JSON text is quick to parse for its size: a few long strings rather than many keys or items. A parser needs
 * seconds for a million keys, and some milliseconds for one string of the same length.
 */
export function isCheapJson(json: Uint8Array): boolean {
  let outside = 0;
  let from = 0;
  for (let strings = 0; strings <= MAX_STRINGS; strings++) {
    const begin = json.indexOf(QUOTE, from);
    outside += (begin < 0 ? json.length : begin) - from;
    if (outside > MAX_BYTES_OUTSIDE) return false;
    if (begin < 0) return true;
    const end = closingQuote(json, begin + 1);
    // Not JSON: the parser says so, and stops there.
    if (end < 0) return true;
    from = end + 1;
  }
  return false;
}

/** Where the string that begins at `from` ends. Escaped quotes are few, or the string counts as too many. */
function closingQuote(json: Uint8Array, from: number): number {
  for (let quote = json.indexOf(QUOTE, from); quote >= 0; quote = json.indexOf(QUOTE, quote + 1)) {
    let escapes = 0;
    while (quote - 1 - escapes >= from && json[quote - 1 - escapes] === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return quote;
  }
  return -1;
}
