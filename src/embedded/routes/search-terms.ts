import type { ApiValidation } from '../../coder/rest/api-error.ts';

/** The terms of a search query: name and values, in lower case. */
export type Terms = Map<string, string[]>;

/**
 * Splits on spaces outside double quotes and each term at its one colon. Bare words come together as one term
 * of the first name in `bare`; `owner/name` among them is two.
 */
export function parseTerms(q: string, bare: readonly [string]): { terms: Terms } | { problem: ApiValidation } {
  const terms: Terms = new Map();
  const add = (name: string, value: string): void => {
    terms.set(name, [...(terms.get(name) ?? []), value]);
  };
  const words: string[] = [];
  for (const element of splitOutsideQuotes(q.toLowerCase().trim(), ' ')) {
    const parts = splitOutsideQuotes(element, ':');
    const [name = '', value = ''] = parts;
    if (parts.length === 1) words.push(unquote(name));
    else if (parts.length > 2) return syntax(`Query element "${element}" can only contain 1 ':'`);
    else if (name === '' || value === '') return syntax(`Query element "${element}" cannot start or end with ':'`);
    else add(unquote(name), unquote(value));
  }
  if (words.length > 0) {
    const text = words.join(' ');
    const slashes = text.split('/');
    if (slashes.length > 2) return syntax(`Query element "${text}" can only contain 1 '/'`);
    if (slashes.length === 2 && bare[0] === 'name') {
      add('owner', slashes[0] ?? '');
      add('name', slashes[1] ?? '');
    } else add(bare[0], text);
  }
  return { terms };
}

function syntax(detail: string): { problem: ApiValidation } {
  return { problem: { field: 'q', detail } };
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (character === separator && !quoted) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  parts.push(part);
  return separator === ' ' ? parts.filter((item) => item !== '') : parts;
}

function unquote(text: string): string {
  return text.replace(/^"|"$/g, '');
}
