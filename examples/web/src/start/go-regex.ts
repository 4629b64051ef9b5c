/** Flags that may stand at the beginning, and mean the same in both languages. */
const LEADING_FLAGS = /^\(\?([ims]+)\)/;

/**
 * What only Go has: `\A`, `\z`, `\Q`, `\C`, `\a`, `\pL`, `\x{…}`, octal escapes, POSIX classes, flags in the middle,
 * groups named with `P`.
 */
const ONLY_GO = /\\[AzQECa]|\\[pP][A-Z]|\\x\{|\\0|\[\[?\^?:|\(\?P<|\(\?[imsU-]+[:)]/;

/** A pattern in Go's syntax as one of JavaScript's; null when it has no equal, so that only Coder can check it. */
export function fromGoRegex(source: string): RegExp | null {
  const leading = LEADING_FLAGS.exec(source);
  const rest = leading ? source.slice(leading[0].length) : source;
  if (ONLY_GO.test(rest)) return null;
  const flags = leading?.[1] ?? '';
  // Most patterns are right in Unicode mode, where a dot is a whole character as it is for Go. It refuses some
  // needless escapes that Go allows.
  for (const mode of ['u', '']) {
    try {
      return new RegExp(rest, flags + mode);
    } catch {}
  }
  return null;
}
