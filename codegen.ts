import type { CodegenConfig } from '@graphql-codegen/cli';
import { schema } from './src/schema/schema.ts';

/** Writes `schema.graphql` and the typed documents of the operations that tests and examples use. */
const config: CodegenConfig = {
  schema,
  documents: ['test/**/*.ts', 'examples/**/*.ts', '!**/generated/**'],
  ignoreNoDocuments: true,
  importExtension: '.ts',
  emitLegacyCommonJSImports: false,
  generates: {
    'schema.graphql': {
      plugins: ['schema-ast'],
      config: { includeDirectives: true, sort: true },
    },
    'test/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumType: 'string-literal',
        scalars: { DateTime: 'string', UUID: 'string', BigInt: 'number', Base64: 'string' },
      },
    },
  },
};

export default config;
