import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { snippets } from '../../graphiql/src/snippets.ts';

const url = 'http://127.0.0.1:4000/graphql';
const names = (query: string) => snippets({ url, query, variables: '' }).map(({ name }) => name);

it('offers what an operation can be run with', () => {
  expect(names('{ viewer { username } }')).toEqual(['curl', 'JavaScript', 'Python']);
  expect(names('subscription { workspaceUpdated { name } }')).toEqual(['graphql-ws', 'curl (events)']);
  expect(names('subscription { buildLogs(buildId: "x") { lastId } }')[0]).toBe('coder-graphql/client');
  expect(names('{ no document')).toEqual([]);
});

it('writes a command that a shell reads as it was meant', () => {
  const query = '{ workspaceByName(name: "it\'s $HOME `x`") { name } }';
  const [curl] = snippets({ url, query, variables: '{"a": "\'"}' });
  const command = curl?.code.replace(/^curl/, "printf '%s\\n'") ?? '';
  const words = execFileSync('sh', ['-c', command], { env: { TOKEN: 't' }, encoding: 'utf8' }).split('\n');
  expect(words).toContain('Coder-Session-Token: t');
  expect(JSON.parse(words.at(-2) ?? '')).toEqual({ query, variables: { a: "'" } });
});

it('writes modules that JavaScript reads', () => {
  // What would end the text or begin an expression in it.
  const query = `query Q($a: String) { a(a: "\`\${b}\\\\") }`;
  for (const { name, code } of snippets({ url, query, variables: '{"a": 1}' })) {
    if (name !== 'JavaScript') continue;
    const text = code.replace(/^const response[\s\S]*/m, 'return { query, variables };');
    const made = new Function(text)() as { query: string; variables: unknown };
    expect(made.query.trim()).toBe(query);
    expect(made.variables).toEqual({ a: 1 });
  }
});

it('never holds a token', () => {
  for (const { code } of snippets({ url, query: '{ a }', variables: '' }))
    expect(code).toMatch(/\$TOKEN|"TOKEN"|\btoken\b/);
});
