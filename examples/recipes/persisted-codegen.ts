import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: 'src/**/*.tsx',
  generates: {
    'src/gql/': { preset: 'client', presetConfig: { persistedDocuments: true } },
  },
};

export default config;
