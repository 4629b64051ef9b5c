/**
 * R, the floor of a gateway that knows one query: makes the REST calls, parses their answers, picks the fields and
 * writes the answer. No GraphQL, no checks, no limits.
 */
import { createServer } from 'node:http';
import { port, TOKEN_HEADER } from './environment.ts';
import { pickBuild, type RestBuild, type RestParameter, type RestWorkspace } from './pick.ts';
import { get } from './rest-call.ts';

interface Question {
  operationName: 'One' | 'Many' | 'List';
  variables: { id: string; first: number };
}

async function call<T>(path: string, token: string): Promise<T> {
  return JSON.parse((await get(path, token)).toString()) as T;
}

async function builds(workspace: string, token: string): Promise<unknown[]> {
  const page = await call<RestBuild[]>(`/workspaces/${workspace}/builds?limit=10`, token);
  return Promise.all(
    page.map(async (build) => {
      const parameters = await call<RestParameter[]>(`/workspacebuilds/${build.id}/parameters`, token);
      return { ...pickBuild(build), parameters: parameters.map(({ name, value }) => ({ name, value })) };
    }),
  );
}

async function list(first: number, token: string): Promise<RestWorkspace[]> {
  return (await call<{ workspaces: RestWorkspace[] }>(`/workspaces?limit=${first}`, token)).workspaces;
}

async function answer({ operationName, variables }: Question, token: string): Promise<unknown> {
  if (operationName === 'One') return { builds: await builds(variables.id, token) };
  const workspaces = await list(variables.first, token);
  if (operationName === 'List')
    return {
      workspaces: workspaces.map((w) => ({ uuid: w.id, name: w.name, latestBuild: pickBuild(w.latest_build) })),
    };
  return {
    workspaces: await Promise.all(
      workspaces.map(async ({ id, name }) => ({ uuid: id, name, builds: await builds(id, token) })),
    ),
  };
}

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    try {
      const question = JSON.parse(Buffer.concat(chunks).toString()) as Question;
      const data = await answer(question, String(request.headers[TOKEN_HEADER]));
      const body = Buffer.from(JSON.stringify({ data }));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
      response.end(body);
    } catch (error) {
      response.writeHead(502).end(String(error));
    }
  });
}).listen(port, '127.0.0.1');
