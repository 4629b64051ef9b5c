/**
 * Times as Coder writes them when its database session has a time zone: with the zone's offset in place of `Z`,
 * and the zero time with the zone's oldest offset, whose seconds are in the clock time only.
 */

const TIME = /(?<=")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z(?=")|^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z(?= )/gm;

/** JSON whose strings, or text whose lines begin with, UTC times: the same with the times of the zone. */
export function timesInZone(text: string, timeZone: string): string {
  return text.replace(TIME, (time) => timeInZone(time, timeZone));
}

/** `0001-01-01T00:00:00Z` in Europe/Berlin is `0001-01-01T00:53:28+00:53`. */
export function timeInZone(time: string, timeZone: string): string {
  const [, fraction = ''] = /(\.\d+)?Z$/.exec(time) ?? [];
  const at = Date.parse(time.replace(fraction, ''));
  const [sign, hours, minutes, seconds] = offsetAt(at, timeZone);
  const offset = (sign === '-' ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
  const clock = new Date(at + offset * 1000).toISOString().slice(0, 19);
  if (hours + minutes === 0) return `${clock}${fraction}Z`;
  return `${clock}${fraction}${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

function offsetAt(at: number, timeZone: string): [sign: string, hours: number, minutes: number, seconds: number] {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', ...parts] = /^GMT([+-])(\d+):(\d+)(?::(\d+))?$/.exec(name) ?? [];
  const [hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0));
  return [sign, hours, minutes, seconds];
}
