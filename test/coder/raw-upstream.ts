import { type AddressInfo, createServer } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** A server that answers each request with these bytes, a list piece by piece; closed with the test. */
export async function startRawUpstream(
  answer: (request: string) => string | readonly string[],
): Promise<{ url: URL; requests: string[] }> {
  const requests: string[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', async (data) => {
      const request = data.toString('latin1');
      requests.push(request);
      for (const piece of [answer(request)].flat()) {
        socket.write(piece, 'latin1');
        await setImmediate();
      }
    });
    onTestFinished(() => void socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), requests };
}
