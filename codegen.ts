import type { CodegenConfig } from '@graphql-codegen/cli';
import { printedSchema } from './src/schema/printed.ts';
import { schema } from './src/schema/schema.ts';

/** Writes `schema.graphql` and the typed documents of the operations that tests and examples use. */
const config: CodegenConfig = {
  schema,
  pluginLoader: (name) => (name.endsWith('printed-schema') ? { plugin: printedSchema } : import(name)),
  documents: ['test/**/*.ts', 'examples/**/*.ts', '!**/generated/**'],
  ignoreNoDocuments: true,
  importExtension: '.ts',
  emitLegacyCommonJSImports: false,
  generates: {
    'schema.graphql': {
      plugins: ['printed-schema'],
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
