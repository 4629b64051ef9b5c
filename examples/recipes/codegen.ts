import type { CodegenConfig } from '@graphql-codegen/cli';
import scalars from 'coder-graphql/scalars.json' with { type: 'json' };

const config: CodegenConfig = {
  schema: 'http://127.0.0.1:4000/schema.graphql',
  documents: 'src/**/*.{ts,tsx}',
  ignoreNoDocuments: true,
  generates: {
    'src/gql/': { preset: 'client', config: { enumType: 'string-literal', useTypeImports: true, scalars } },
  },
};

export default config;
