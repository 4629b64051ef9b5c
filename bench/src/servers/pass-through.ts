/** P, the physical limit: the bytes of the one list call that a query would take, passed through unread. */
import { createServer } from 'node:http';
import { port, TOKEN_HEADER } from './environment.ts';
import { get } from './rest-call.ts';

interface Question {
  operationName: 'One' | 'List';
  variables: { id: string; first: number };
}

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    try {
      const { operationName, variables } = JSON.parse(Buffer.concat(chunks).toString()) as Question;
      const path =
        operationName === 'One'
          ? `/workspaces/${variables.id}/builds?limit=10`
          : `/workspaces?limit=${variables.first}`;
      const body = await get(path, String(request.headers[TOKEN_HEADER]));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
      response.end(body);
    } catch (error) {
      response.writeHead(502).end(String(error));
    }
  });
}).listen(port, '127.0.0.1');
