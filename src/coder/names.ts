/** What Coder's user and workspace names look like: letters, digits and inner single hyphens, at most 32 characters. */
const NAME = /^[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*$/;

/**
 * Whether Coder could ever have given this name. Any other text names nothing; it must not become a path
 * segment, because `.` and `..` survive percent-encoding.
 */
export function isCoderName(text: string): boolean {
  return text.length <= 32 && NAME.test(text);
}
