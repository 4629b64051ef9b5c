import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CoderClient } from '../../src/coder/client.ts';
import { endpoints } from '../../src/coder/endpoints.ts';
import type { BuildLog, SoundLine } from '../../src/coder/model.ts';
import { LogStream } from '../../src/coder/response/log-stream.ts';
import { testSeed, today } from '../seed.ts';

const path = { workspacebuild: '11111111-2222-4333-8444-555555555555' };

/** Answers with these pieces, one after the other, each a write of its own. */
async function startServer() {
  const state = { status: 200, pieces: [] as Buffer[], open: 0, stall: false, cut: false };
  const server = createServer((_, response) => {
    state.open++;
    response.on('close', () => state.open--);
    response.writeHead(state.status, { 'content-type': 'application/json' });
    void (async () => {
      for (const piece of state.pieces) {
        if (response.destroyed) return;
        if (!response.write(piece)) {
          await new Promise((resolve) => {
            response.once('drain', resolve);
            response.once('close', resolve);
          });
        } else await new Promise(setImmediate);
      }
      if (state.cut) response.destroy();
      else if (!state.stall) response.end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new CoderClient({
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    concurrency: 4,
    maxResponseBytes: 2 ** 20,
    userAgent: 'test',
    timeoutMs: 300,
  });
  onTestFinished(async () => {
    await client.close();
    server.close();
  });
  const open = (after?: number, signal?: AbortSignal) =>
    LogStream.open<typeof endpoints.buildLogs.route, SoundLine<BuildLog>>(client, endpoints.buildLogs, path, after, {
      token: 't',
      signal,
      consumeCallBudget: () => {},
      trace: () => {},
    });
  return { state, open };
}

function line(id: number | string, output: string): string {
  return `{"id":${id},"created_at":"2026-06-22T07:41:03.431Z","log_source":"provisioner","log_level":"info","stage":"s","output":${JSON.stringify(output)}}`;
}

async function takeAll(stream: LogStream<SoundLine<BuildLog>>, max: number): Promise<SoundLine<BuildLog>[]> {
  const lines: SoundLine<BuildLog>[] = [];
  for (;;) {
    const batch = await stream.next(max);
    expect(batch.lines.length).toBeLessThanOrEqual(max);
    if (!batch.complete) expect(batch.lines.length).toBe(max);
    lines.push(...batch.lines);
    if (batch.complete) return lines;
  }
}

describe('log stream', () => {
  it('should read the same lines however the bytes are cut', async () => {
    const { state, open } = await startServer();
    const nasty = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('},{"id":1', '\\', '"', '[]{}', '😀'.repeat(5), ''),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(nasty, { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(',', ' ,\n '),
        async (outputs, sizes, max, comma) => {
          const bytes = Buffer.from(`[${outputs.map((output, index) => line(index + 1, output)).join(comma)}]\n`);
          state.pieces = [];
          for (let at = 0, turn = 0; at < bytes.length; turn++) {
            const size = sizes[turn % sizes.length] as number;
            state.pieces.push(bytes.subarray(at, at + size));
            at += size;
          }
          const lines = await takeAll(await open(), max);
          expect(lines.map(({ output }) => output)).toEqual(
            JSON.parse(bytes.toString()).map((each: SoundLine<BuildLog>) => each.output),
          );
        },
      ),
      { numRuns: 150, seed: testSeed(today) },
    );
  }, 60_000);

  it('should keep ids beyond 2^53 exact', async () => {
    const { state, open } = await startServer();
    state.pieces = [Buffer.from(`[${line('9223372036854775806', 'a')},${line('9223372036854775807', 'b')}]`)];
    const lines = await takeAll(await open(), 10);
    expect(lines.map(({ id }) => id)).toEqual([9_223_372_036_854_775_806n, 9_223_372_036_854_775_807n]);
  });

  it.each([
    ['an object', '{"message":"no"}'],
    ['null', 'null'],
    ['a list of numbers', '[1,2]'],
    ['a list that does not end', `[${line(1, 'a')}`],
    ['text after the list', `[${line(1, 'a')}] and more`],
    ['nothing', ''],
    ['no JSON inside', `[{"id":1,"created_at"}]`],
    [
      'a line without an output',
      `[{"id":1,"created_at":"2026-06-22T07:41:03.431Z","log_source":"p","log_level":"info","stage":"s"}]`,
    ],
    ['descending ids', `[${line(2, 'a')},${line(1, 'b')}]`],
    ['an id that was not asked for', `[${line(5, 'a')}]`],
    ['a line without an end', `[{"id":6,"output":"${'x'.repeat(1_100_000)}`],
  ])('should refuse %s', async (_, body) => {
    const { state, open } = await startServer();
    state.pieces = [Buffer.from(body)];
    const stream = await open(body.includes('"id":5') ? 5 : undefined);
    await expect(takeAll(stream, 10)).rejects.toMatchObject({ extensions: { code: 'UPSTREAM_BAD_RESPONSE' } });
  });

  it('should refuse bytes that are no UTF-8', async () => {
    const { state, open } = await startServer();
    state.pieces = [Buffer.from('['), Buffer.from([0xc3, 0x28])];
    await expect(takeAll(await open(), 10)).rejects.toMatchObject({ extensions: { code: 'UPSTREAM_BAD_RESPONSE' } });
  });

  it('should let the rest go when it is destroyed', async () => {
    const { state, open } = await startServer();
    state.pieces = Array.from({ length: 5_000 }, (_, index) =>
      Buffer.from(`${index ? ',' : '['}${line(index + 1, 'x'.repeat(1_000))}`),
    );
    const stream = await open();
    expect((await stream.next(3)).lines.map(({ id }) => id)).toEqual([1, 2, 3]);
    stream.destroy();
    await expect.poll(() => state.open).toBe(0);
  });

  it('should give up on an answer that stalls, and end with its signal', async () => {
    const { state, open } = await startServer();
    state.stall = true;
    state.pieces = [Buffer.from(`[${line(1, 'a')}`)];
    const slow = await open();
    expect((await slow.next(10)).lines.map(({ id }) => id)).toEqual([1]);
    await expect(slow.next(10)).rejects.toMatchObject({ extensions: { code: 'UPSTREAM_TIMEOUT' } });
    const abort = new AbortController();
    const stream = await open(undefined, abort.signal);
    const waiting = stream.next(10);
    abort.abort();
    await expect(waiting).rejects.toBeDefined();
    await expect.poll(() => state.open).toBe(0);
  });

  it('should give the lines that came before the connection was lost', async () => {
    const { state, open } = await startServer();
    state.pieces = [Buffer.from(`[${line(1, 'a')},${line(2, 'b')},{"id":3`)];
    state.cut = true;
    const stream = await open();
    expect(await stream.next(10)).toMatchObject({ lines: [{ id: 1 }, { id: 2 }], complete: false });
    await expect(stream.next(10)).rejects.toMatchObject({ extensions: { code: 'UPSTREAM_UNAVAILABLE' } });
    await expect(stream.next(10)).rejects.toMatchObject({ extensions: { code: 'UPSTREAM_UNAVAILABLE' } });
  });

  it('should let the connection go whose answer does not end behind the list', async () => {
    const { state, open } = await startServer();
    state.stall = true;
    state.pieces = [Buffer.from(`[${line(1, 'a')}]`)];
    await expect(takeAll(await open(), 10)).resolves.toHaveLength(1);
    await expect.poll(() => state.open, { timeout: 5_000 }).toBe(0);
  });

  it('should give up on a refusal that stalls, and end with its signal', async () => {
    const { state, open } = await startServer();
    Object.assign(state, { status: 502, stall: true, pieces: [Buffer.from('<html>')] });
    await expect(open()).rejects.toMatchObject({ extensions: { code: 'UPSTREAM_TIMEOUT' } });
    await expect.poll(() => state.open).toBe(0);
    const abort = new AbortController();
    const opening = open(undefined, abort.signal);
    await expect.poll(() => state.open).toBe(1);
    abort.abort();
    await expect(opening).rejects.toBeDefined();
    await expect.poll(() => state.open).toBe(0);
  });
});
