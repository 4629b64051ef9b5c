import { camelCase, snakeCase } from './selection.ts';

/** The three questions: a workspace's builds, the same of several workspaces, and a list with its newest builds. */
export type Operation = 'One' | 'Many' | 'List';

/** How a server's users write the three questions. */
export type Documents = Record<Operation, string>;

/** This gateway: global object identification and connections. */
export const gatewayDocuments: Documents = {
  One: `query One($id: ID!) { workspace(id: $id) { builds(first: 10) { nodes { ${camelCase.buildWithParameters} } } } }`,
  Many: `query Many($first: Int!) { workspaces(first: $first) { nodes { uuid name builds(first: 10) { nodes { ${camelCase.buildWithParameters} } } } } }`,
  List: `query List($first: Int!) { workspaces(first: $first) { nodes { uuid name latestBuild { ${camelCase.build} } } } }`,
};

/** A schema that a team writes by hand: plain lists. */
export const handWrittenDocuments: Documents = {
  One: `query One($id: ID!) { builds(workspace: $id, first: 10) { ${camelCase.buildWithParameters} } }`,
  Many: `query Many($first: Int!) { workspaces(first: $first) { uuid name builds(first: 10) { ${camelCase.buildWithParameters} } } }`,
  List: `query List($first: Int!) { workspaces(first: $first) { uuid name latestBuild { ${camelCase.build} } } }`,
};

/** A schema that was made from OpenAPI, with Coder's names; aliases give the names of the others. */
export const meshDocuments: Documents = {
  One: `query One($id: String!) { builds: getBuilds(workspace: $id, limit: 10) { ${snakeCase.buildWithParameters} } }`,
  Many: `query Many($first: Int!) { list: getWorkspaces(limit: $first) { workspaces { uuid: id name builds { ${snakeCase.buildWithParameters} } } } }`,
  List: `query List($first: Int!) { list: getWorkspaces(limit: $first) { workspaces { uuid: id name latestBuild: latest_build { ${snakeCase.build} } } } }`,
};

/** Tailcall: a schema with directives that name the calls, with Coder's names. */
export const tailcallDocuments: Documents = {
  One: `query One($id: String!) { builds(workspace: $id, limit: 10) { ${snakeCase.buildWithParameters} } }`,
  Many: `query Many($first: Int!) { list: workspaces(limit: $first) { workspaces { uuid: id name builds { ${snakeCase.buildWithParameters} } } } }`,
  List: `query List($first: Int!) { list: workspaces(limit: $first) { workspaces { uuid: id name latestBuild: latest_build { ${snakeCase.build} } } } }`,
};

/** R and P know the questions by name. */
export const namesOnly: Documents = { One: '', Many: '', List: '' };
