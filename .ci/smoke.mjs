// Starts the program as the README says, follows what its banner prints, runs the README's commands, and stops it.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

const program = spawn('npm', ['start'], {
  env: { ...process.env, PORT: '0', CODER_URL: '', LOG_FORMAT: 'json' },
  stdio: ['ignore', 'pipe', 'pipe'],
  // A group of its own, so that the signal reaches the program beneath npm.
  detached: true,
});
let output = '';
// Not `exit`: npm may be gone before the program beneath it, which holds the same pipes.
const exited = new Promise((resolve) => program.once('close', resolve));
const deadline = setTimeout(() => stop(new Error(`no success within 60 s; the program said:\n${output}`)), 60_000);

function stop(error) {
  console.error(error);
  try {
    process.kill(-program.pid, 'SIGKILL');
  } catch {}
  process.exit(1);
}

function printed(pattern) {
  return new Promise((resolve, reject) => {
    const look = () => {
      const match = pattern.exec(output);
      if (match) resolve(match[1]);
    };
    look();
    for (const stream of [program.stdout, program.stderr]) stream.on('data', look);
    exited.then((code) => reject(new Error(`exited with ${code}; the program said:\n${output}`)));
  });
}

for (const stream of [program.stdout, program.stderr]) {
  stream.on('data', (data) => {
    output += data;
  });
}

try {
  const url = await printed(/HTTP +(http:\S+)/);
  const socketUrl = await printed(/WebSocket +(ws:\S+)/);
  const metricsUrl = await printed(/Metrics +(http:\S+)/);
  const token = await printed(/member +(\S+)/);

  const query = `{ viewer { username } workspaces(first: 2) { totalCount nodes { name latestBuild { job { status } resources { agents { apps { slug } } } } } } }`;
  const ask = async (headers) => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query }),
    };
    const { data, errors } = await (await fetch(url, init)).json();
    assert.equal(errors, undefined);
    return data;
  };
  const owner = await ask({});
  assert.equal(owner.workspaces.nodes.length, 2);
  assert.ok(owner.workspaces.nodes[0].latestBuild.job.status);
  const member = await ask({ 'coder-session-token': token });
  assert.notEqual(member.viewer.username, owner.viewer.username);
  assert.ok(member.workspaces.totalCount < owner.workspaces.totalCount);

  const page = await fetch(url, { headers: { accept: 'text/html' } });
  assert.equal(page.status, 200);
  assert.match(await page.text(), /GraphiQL/);
  assert.equal((await fetch(new URL('/healthz', url))).status, 200);
  assert.equal((await fetch(new URL('/readyz', url))).status, 200);
  assert.match(await (await fetch(metricsUrl)).text(), /coder_graphql_upstream_requests_total\{/);

  const client = createClient({ url: socketUrl, webSocketImpl: WebSocket });
  for await (const { data } of client.iterate({ query: '{ viewer { username } }' })) {
    assert.equal(data.viewer.username, owner.viewer.username);
  }
  await client.dispose();

  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const blocks = (language) =>
    [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, text]) => text);
  const shell = async (commands) => {
    const here = commands.replaceAll('http://127.0.0.1:4000/graphql', url);
    const { stdout } = await promisify(execFile)('bash', ['-c', here], { env: { ...process.env, TOKEN: token } });
    return stdout;
  };
  const [first, feed, asMember, ...others] = blocks('sh').filter((commands) => commands.includes('curl'));
  assert.deepEqual(others, []);
  assert.deepEqual(JSON.parse(await shell(first)), JSON.parse(blocks('json')[0]));
  const events = await shell(feed);
  assert.match(events, /"output":"Terraform /);
  assert.match(events, /"build":\{"status":"RUNNING"\}/);
  assert.equal(JSON.parse(await shell(asMember)).data.viewer.username, member.viewer.username);

  process.kill(-program.pid, 'SIGTERM');
  await printed(/(stopped)/);
  await exited;
  clearTimeout(deadline);
  console.log('started, answered, stopped');
} catch (error) {
  stop(error);
}
