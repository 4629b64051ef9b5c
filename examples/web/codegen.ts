import type { CodegenConfig } from '@graphql-codegen/cli';
import scalars from '../../scalars.json' with { type: 'json' };
import { cacheSchema } from './cache-schema.ts';

const config: CodegenConfig = {
  schema: '../../schema.graphql',
  documents: ['src/**/*.{ts,tsx}', '!src/generated/**'],
  ignoreNoDocuments: true,
  importExtension: '.ts',
  emitLegacyCommonJSImports: false,
  pluginLoader: (name) => (name.endsWith('cache-schema') ? { plugin: cacheSchema } : import(name)),
  generates: {
    'src/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: { enumType: 'string-literal', useTypeImports: true, scalars },
    },
    'src/generated/cache-schema.ts': { plugins: ['cache-schema'] },
  },
};

export default config;
