/**
 * The messages of graphql, graphql-ws and the two armor packages that the gateway knows by their text: they carry no code to
 * go by. A test holds each of them against the pinned version, which is the one that it was read from.
 */

/** Whether graphql's parser refuses a document for its number of tokens. The typing error is graphql's. */
export function exceedsTokenLimit(message: string, maxTokens: number): boolean {
  return message.includes(`more that ${maxTokens} tokens`);
}

/** What an armor package finds, without its prefix: a document that is too deep is no syntax error. */
export function armorFinding(message: string): string {
  return message.replace('Syntax Error: ', '');
}

/** Whether the values of the variables are refused: what comes of it is a message without a path. */
export function concernsVariable(message: string): boolean {
  return message.startsWith('Variable "$');
}

/** Whether the value of one argument is refused while its field is executed. */
export function concernsArgument(message: string): boolean {
  return message.startsWith('Argument "');
}

/** The message without the names that it suggests from the schema. */
export function withoutSuggestion(message: string): string {
  // Searched from the end, where graphql puts it, and not by a pattern: the client's own text stands before it, and may
  // hold the same words so often that a pattern would need seconds.
  const suggestion = message.lastIndexOf(' Did you mean ');
  return suggestion >= 0 && message.endsWith('?') ? message.slice(0, suggestion) : message;
}

/** Whether graphql-ws refuses a message of a type that only servers send: it throws where it closes for the others. */
export function isServerMessageRefusal(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Unexpected message of type ');
}

/**
 * Of the refusal of a variable's value, whose reason is `reason`: which variable, and where in it; undefined when the
 * message is another one.
 */
export function refusedVariable(message: string, reason: string): string | undefined {
  const variable = /^Variable "\$\w+" got invalid value /.exec(message)?.[0];
  if (variable === undefined) return undefined;
  // A quoted value cannot look like the path at its end: within one, quotes are escaped.
  const at = / at "[^"]*"$/.exec(message.slice(0, -`; ${reason}`.length))?.[0] ?? '';
  return `${variable.trimEnd()}${at}`;
}

/** The message without what it quotes of the document or of a variable, unless that has at most `longest` characters. */
export function withoutQuotedValues(message: string, longest: number): string {
  return (
    message
      // Of a parser's token, what kind it is.
      .replace(/^(Syntax Error: .*?(?:Unexpected|found) (?:Block)?String) ".*$/s, '$1.')
      // Of a literal where another type is expected, nothing.
      .replace(/^(Expected value of type "[^"]*"), found .*$/s, '$1.')
      .replace(/^(Argument "\w+" has invalid value) .*$/s, '$1.')
      .replace(/(: |, got )(.*)$/s, (all, lead: string, value: string) =>
        /^[{[]/.test(value) || value.length > longest ? `${lead}…` : all,
      )
      .replace(/^Value "(.*)" does not exist/s, (all, value: string) =>
        value.length > longest ? 'Value "…" does not exist' : all,
      )
      .replace(/\S+/g, (word) => (word.length > longest ? '…' : word))
  );
}
