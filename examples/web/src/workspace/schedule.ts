const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

/** `CRON_TZ=Europe/Oslo 30 7 * * 1-5` as `Monday–Friday at 07:30 (Europe/Oslo)`; what it cannot say in words stays cron. */
export function describeSchedule(schedule: string): string {
  const [, zone, minute, hour, days] =
    /^(?:CRON_TZ=(\S+) )?(\d{1,2}) (\d{1,2}) \* \* (\*|[0-7](?:-[0-7])?)$/.exec(schedule) ?? [];
  if (minute === undefined || hour === undefined || days === undefined) return schedule;
  const [first, last = first] = days.split('-').map((day) => DAYS[Number(day) % 7]);
  const when = days === '*' || first === undefined ? 'Every day' : first === last ? first : `${first}–${last}`;
  return `${when} at ${hour.padStart(2, '0')}:${minute.padStart(2, '0')}${zone ? ` (${zone})` : ''}`;
}
