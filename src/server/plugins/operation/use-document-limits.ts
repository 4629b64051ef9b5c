import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { type DocumentNode, GraphQLError, parse, type ValidationContext } from 'graphql';
import { settingNames } from '../../../config.ts';
import { GatewayError } from '../../../errors.ts';
import { armorFinding, exceedsTokenLimit } from '../../errors/graphql-messages.ts';
import { exceedsNesting, MAX_NESTING } from '../../limits/document-nesting.ts';
import { MAX_REPEATED, repeatedField } from '../../limits/repeated-fields.ts';
import type { Plugin } from '../../operation-context.ts';

export interface DocumentLimits {
  maxDepth: number;
  maxAliases: number;
  maxTokens: number;
  /** KiB of the text of a document, comments included. */
  maxDocumentKb: number;
}

/** Refuses documents that are too deep, too long or that have too many aliases, before anything runs. */
export function useDocumentLimits({ maxDepth, maxAliases, maxTokens, maxDocumentKb }: DocumentLimits): Plugin {
  // Reported like any other finding of validation, not thrown: a throw would end a whole WebSocket.
  const report = (setting: string, limit: number) => ({
    propagateOnRejection: false,
    onReject: [
      (context: ValidationContext | null, { message }: GraphQLError) =>
        context?.reportError(tooComplex(`${armorFinding(message)} The limit is ${setting}.`, limit)),
    ],
  });
  const depth = maxDepthRule({ n: maxDepth, ignoreIntrospection: true, ...report(settingNames.maxDepth, maxDepth) });
  // Clients add `__typename` everywhere, but never under another name.
  const aliases = maxAliasesRule({ n: maxAliases, allowList: [], ...report(settingNames.maxAliases, maxAliases) });
  return {
    onParse: ({ setParseFn }) => {
      setParseFn((source, options) => {
        const text = typeof source === 'string' ? source : source.body;
        const length = Buffer.byteLength(text);
        if (length > maxDocumentKb * 1024) {
          throw tooComplex(
            `Document of ${length} bytes; at most ${maxDocumentKb} KiB are taken. The limit is ${settingNames.maxDocumentKb}.`,
            maxDocumentKb,
          );
        }
        if (exceedsNesting(text)) {
          throw tooComplex(`Brackets are nested more than ${MAX_NESTING} levels deep.`, MAX_NESTING);
        }
        let document: DocumentNode;
        try {
          document = parse(source, { ...options, maxTokens });
        } catch (error) {
          if (error instanceof GraphQLError && exceedsTokenLimit(error.message, maxTokens)) {
            throw tooComplex(
              `Token limit of ${maxTokens} exceeded, found more. The limit is ${settingNames.maxTokens}.`,
              maxTokens,
            );
          }
          throw error;
        }
        const repeated = repeatedField(document);
        if (repeated === undefined) return document;
        throw tooComplex(
          `"${repeated.slice(0, 80)}" is selected more than ${MAX_REPEATED} times in one place.`,
          MAX_REPEATED,
        );
      });
    },
    onValidate: ({ addValidationRule }) => {
      addValidationRule(depth);
      addValidationRule(aliases);
    },
  };
}

/** An operation beyond a limit; refused as a whole. */
export function tooComplex(message: string, limit: number): GatewayError {
  return new GatewayError('OPERATION_TOO_COMPLEX', message, {
    extensions: { limit, http: { spec: true, status: 400 } },
  });
}
