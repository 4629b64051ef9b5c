import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';

/** Levels of brackets in a document. What reads it calls itself for each, and has a stack that ends. */
export const MAX_NESTING = 200;

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/** Whether brackets of a document, those of values too, are nested deeper than any that means something. */
export function exceedsNesting(text: string): boolean {
  // Nearly all documents have too few brackets, deep or not.
  if ((text.match(/[[{(]/g)?.length ?? 0) <= MAX_NESTING) return false;
  const lexer = new Lexer(new Source(text));
  try {
    for (let depth = 0; ; ) {
      const { kind } = lexer.advance();
      if (kind === TokenKind.EOF) return false;
      if (OPENING.has(kind)) depth++;
      else if (CLOSING.has(kind)) depth--;
      if (depth > MAX_NESTING) return true;
    }
  } catch (error) {
    // The parser stops there too, and says what is wrong.
    if (error instanceof GraphQLError) return false;
    throw error;
  }
}
