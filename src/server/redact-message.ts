import { GraphQLError } from 'graphql';

/** Characters of a value that a message may still quote. */
const LONGEST_VALUE = 80;

/**
 * The same error without what the client sent: graphql quotes the variable, the literal or the token that it refuses,
 * whole. One of them may hold a provisioner state, a secret, and messages end in logs and bug reports. What stays is
 * where it is wrong, and why.
 */
export function redactError(error: GraphQLError): GraphQLError {
  const message = redactMessage(error);
  if (message === error.message) return error;
  const { nodes, source, positions, path, extensions } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    ...(path && { path }),
    extensions,
  });
}

function redactMessage({ message, originalError }: GraphQLError): string {
  const variable = /^Variable "\$\w+" got invalid value /.exec(message)?.[0];
  if (variable === undefined || !originalError) return withoutSecrets(message);
  const reason = originalError.message;
  // A quoted value cannot look like the path at its end: within one, quotes are escaped.
  const at = / at "[^"]*"$/.exec(message.slice(0, -`; ${reason}`.length))?.[0] ?? '';
  return `${variable.trimEnd()}${at}; ${withoutSecrets(reason)}`;
}

function withoutSecrets(message: string): string {
  return (
    message
      // Of a parser's token, what kind it is.
      .replace(/^(Syntax Error: .*?(?:Unexpected|found) (?:Block)?String) ".*$/s, '$1.')
      // Of a literal where another type is expected, nothing.
      .replace(/^(Expected value of type "[^"]*"), found .*$/s, '$1.')
      .replace(/^(Argument "\w+" has invalid value) .*$/s, '$1.')
      .replace(/(: |, got )(.*)$/s, (all, lead: string, value: string) =>
        /^[{[]/.test(value) || value.length > LONGEST_VALUE ? `${lead}…` : all,
      )
      .replace(/^Value "(.*)" does not exist/s, (all, value: string) =>
        value.length > LONGEST_VALUE ? 'Value "…" does not exist' : all,
      )
      .replace(/\S+/g, (word) => (word.length > LONGEST_VALUE ? '…' : word))
  );
}
