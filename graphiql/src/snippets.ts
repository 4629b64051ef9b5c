import { Kind } from 'graphql';
import { isLogField } from './log-lines.ts';
import { operationsIn, parseJson } from './parsing.ts';

/** What code is written for. */
export interface SnippetInput {
  url: string;
  query: string;
  /** As the editor has them: JSON, or nothing. */
  variables: string;
}

export interface Snippet {
  name: string;
  code: string;
}

/** Code that runs an operation. Tokens stand in it by the name of a variable only. */
export function snippets({ url, query, variables }: SnippetInput): Snippet[] {
  const [operation] = operationsIn(query);
  if (operation === undefined) return [];
  const values = (parseJson(variables) ?? {}) as Record<string, unknown>;
  const input = { url, query: query.trim(), variables: values };
  if (operation.operation !== 'subscription') return [curl(input), fetchCode(input), python(input)];
  const [field] = operation.selectionSet.selections;
  const isLog = field?.kind === Kind.FIELD && isLogField(field.name.value);
  return [...(isLog ? [client(field.name.value, input)] : []), webSocket(input), eventStream(input)];
}

interface Input {
  url: string;
  query: string;
  variables: Record<string, unknown>;
}

const indented = (text: string, by: string) => text.replaceAll('\n', `\n${by}`);
const json = (value: unknown, by = '') => indented(JSON.stringify(value, null, 2), by);
/** A document between backticks. */
const template = (query: string, by: string) => `\`\n${by}${indented(query.replace(/[`\\]|\$\{/g, '\\$&'), by)}\n\``;
/** A text in single quotes of a shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function curl({ url, query, variables }: Input): Snippet {
  return {
    name: 'curl',
    code: `curl -s ${quoted(url)} \\
  -H 'Content-Type: application/json' \\
  -H "Coder-Session-Token: $TOKEN" \\
  -d ${quoted(JSON.stringify({ query, variables }))}
`,
  };
}

function eventStream({ url, query, variables }: Input): Snippet {
  return {
    name: 'curl (events)',
    code: `curl -sN ${quoted(url)} \\
  -H 'Accept: text/event-stream' \\
  -H 'Content-Type: application/json' \\
  -H "Coder-Session-Token: $TOKEN" \\
  -d ${quoted(JSON.stringify({ query, variables }))}
`,
  };
}

function fetchCode({ url, query, variables }: Input): Snippet {
  return {
    name: 'JavaScript',
    code: `const query = ${template(query, '  ')};
const variables = ${json(variables)};

const response = await fetch(${JSON.stringify(url)}, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'Coder-Session-Token': token },
  body: JSON.stringify({ query, variables }),
});
const { data, errors } = await response.json();
`,
  };
}

function python({ url, query, variables }: Input): Snippet {
  return {
    name: 'Python',
    code: `import json
import os
import urllib.request

query = """
${query.replaceAll('\\', '\\\\').replaceAll('"""', '\\"\\"\\"')}
"""
variables = json.loads(${JSON.stringify(JSON.stringify(variables))})

request = urllib.request.Request(
    ${JSON.stringify(url)},
    data=json.dumps({"query": query, "variables": variables}).encode(),
    headers={"Content-Type": "application/json", "Coder-Session-Token": os.environ["TOKEN"]},
)
with urllib.request.urlopen(request) as response:
    print(json.load(response))
`,
  };
}

function client(field: string, { url, variables }: Input): Snippet {
  const [name, id] = field === 'agentLogs' ? ['followAgentLog', 'agentId'] : ['followBuildLog', 'buildId'];
  const target = variables[id];
  return {
    name: 'coder-graphql/client',
    code: `import { ${name} } from 'coder-graphql/client';

const url = ${JSON.stringify(url)};
const ${id} = ${JSON.stringify(typeof target === 'string' ? target : '')};

// It comes back by itself behind the last line, whatever happens to the connection.
for await (const event of ${name}({ url, token, ${id} })) {
  if ('logs' in event) for (const { output } of event.logs) console.log(output);
}
`,
  };
}

function webSocket({ url, query, variables }: Input): Snippet {
  return {
    name: 'graphql-ws',
    code: `import { createClient } from 'graphql-ws';

const client = createClient({
  url: ${JSON.stringify(url.replace(/^http/, 'ws'))},
  connectionParams: { 'Coder-Session-Token': token },
});
const query = ${template(query, '  ')};
const variables = ${json(variables)};

for await (const { data, errors } of client.iterate({ query, variables })) {
  console.log(data ?? errors);
}
`,
  };
}
