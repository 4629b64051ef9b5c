/**
 * The JSON of a REST value as Coder writes it: ids are numbers, however long, as `parseLogJson` reads them. A quote inside
 * a text is escaped, so the pattern matches only keys.
 */
export function restJson(value: object): string {
  try {
    return JSON.stringify(value);
  } catch {
    const text = JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? String(each) : each));
    return text.replace(/"id":"(\d{16,})"/g, '"id":$1');
  }
}
