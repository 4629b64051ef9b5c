/** Parses times as Go's `time.Parse` does, with its error texts. */

/** `RFC3339` is written without a fraction, and read with or without one. */
export const RFC3339 = '2006-01-02T15:04:05Z07:00';
export const RFC3339_NANO = '2006-01-02T15:04:05.999999999Z07:00';

/** Each element of the layout, what it matches, and its name in an error. */
const ELEMENTS: [pattern: RegExp, name: string][] = [
  [/^\d{4}/, '2006'],
  [/^-/, '-'],
  [/^\d\d/, '01'],
  [/^-/, '-'],
  [/^\d\d/, '02'],
  [/^T/, 'T'],
  [/^\d\d?/, '15'],
  [/^:/, ':'],
  [/^\d\d/, '04'],
  [/^:/, ':'],
  [/^\d\d([.,]\d+)?/, '05'],
  [/^(Z|[+-]\d\d:\d\d)/, 'Z07:00'],
];

/** Milliseconds with a microsecond fraction, or the error. */
export function parseGoTime(raw: string, layout: string): { at: number } | { error: string } {
  let rest = raw;
  for (const [pattern, name] of ELEMENTS) {
    const [found] = pattern.exec(rest) ?? [];
    if (found === undefined) {
      const [value, as] = [rest, name].map((text) => JSON.stringify(text));
      return { error: `parsing time ${JSON.stringify(raw)} as "${layout}": cannot parse ${value} as ${as}` };
    }
    rest = rest.slice(found.length);
  }
  if (rest !== '') return { error: `parsing time ${JSON.stringify(raw)}: extra text: ${JSON.stringify(rest)}` };
  // Dates count whole milliseconds; rows count microseconds.
  const [fraction = ''] = /[.,]\d+/.exec(raw) ?? [];
  const whole = Date.parse(raw.replace(fraction, ''));
  if (Number.isNaN(whole)) return { error: `parsing time ${JSON.stringify(raw)}: ${outOfRange(raw)} out of range` };
  return { at: whole + (fraction === '' ? 0 : Number(fraction.replace(',', '.')) * 1000) };
}

function outOfRange(raw: string): string {
  const [, month, , hour, minute, second] = raw.split(/[-T:.,Z+]/).map(Number) as number[];
  if (month === undefined || month < 1 || month > 12) return 'month';
  if (hour !== undefined && hour > 23) return 'hour';
  if (minute !== undefined && minute > 59) return 'minute';
  if (second !== undefined && second > 59) return 'second';
  return 'day';
}
