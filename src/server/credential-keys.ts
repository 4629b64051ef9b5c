/** How names of credentials are recognized, without their separators and in lower case. */
const credential = /token|auth|secret|passw|credential|session|cookie|jwt|bearer|key$/;

/** Clients nest what they take for headers, such as `context.headers`, but not deeper. */
const MAX_DEPTH = 4;

/** The first key, at any level, that looks as if its value says who somebody is, cut at a length fit for a message. */
export function credentialKey(params: unknown, depth = 0): string | undefined {
  if (typeof params !== 'object' || params === null || depth === MAX_DEPTH) return undefined;
  for (const [key, value] of Object.entries(params)) {
    // A client that has no token yet sends null.
    if (value === null) continue;
    if (credential.test(key.toLowerCase().replace(/[^a-z]/g, ''))) return key.slice(0, 24);
    const nested = credentialKey(value, depth + 1);
    if (nested !== undefined) return nested;
  }
  return undefined;
}
