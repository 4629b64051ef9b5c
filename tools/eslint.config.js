import { fileURLToPath } from 'node:url';
import graphqlPlugin from '@graphql-eslint/eslint-plugin';

const { configs, parser } = graphqlPlugin;
const schema = fileURLToPath(new URL('../schema.graphql', import.meta.url));

/** Of the schema alone: everything else is linted by Biome. */
export default [
  {
    files: ['schema.graphql'],
    languageOptions: { parser, parserOptions: { graphQLConfig: { schema } } },
    plugins: { '@graphql-eslint': graphqlPlugin },
    rules: {
      ...configs['flat/schema-recommended'].rules,
      ...configs['flat/schema-relay'].rules,
      // Beyond the recommended ones: whatever a client can select, give or receive.
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          rootField: true,
          DirectiveDefinition: true,
          EnumValueDefinition: true,
          FieldDefinition: true,
          InputValueDefinition: true,
        },
      ],
      // Parts of an object, such as its apps' statuses or a page, are read with it and have no id of their own; that
      // nodes have one, the interface Node demands.
      '@graphql-eslint/strict-id-in-types': 'off',
      // `Build.buildNumber` and `User.username` are called as in Coder's API.
      '@graphql-eslint/no-typename-prefix': 'off',
      // Lists that Coder gives whole, such as the parameters of a build, have no pages; the lines of a log have pages but
      // cannot be refetched one by one, so they are no nodes.
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false }],
      // Coder pages workspaces and the versions of a template in one direction.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
    },
  },
];
