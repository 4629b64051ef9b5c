/**
 * `JSON.parse` for logs, whose ids are int64. The parser would round an id of 2^53 or more, so such an id is
 * quoted first and comes out as a bigint. A quote inside a string is escaped, so the pattern matches only keys.
 */
export function parseLogJson(text: string): unknown {
  if (!LONG_ID.test(text)) return JSON.parse(text);
  return JSON.parse(text.replace(LONG_IDS, '"id":"$1"'), (key, value) =>
    key === 'id' && typeof value === 'string' && /^-?\d+$/.test(value) ? exact(BigInt(value)) : value,
  );
}

const LONG_ID = /"id":\s*-?\d{16}/;
const LONG_IDS = /"id":\s*(-?\d{16,})/g;

function exact(id: bigint): number | bigint {
  const number = Number(id);
  return Number.isSafeInteger(number) ? number : id;
}
