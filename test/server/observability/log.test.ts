import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createLog } from '../../../src/server/observability/log.ts';

function namedPipe(): string {
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
}

/** A pipe that nobody reads until the test does. */
function pipe(): { fd: number; read: () => Buffer } {
  const path = namedPipe();
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  // It stays open: what writes into it would write into whatever gets its number.
  const bytes = Buffer.alloc(1 << 20);
  const read = () => {
    try {
      return Buffer.from(bytes.subarray(0, readSync(fd, bytes)));
    } catch {
      return Buffer.alloc(0);
    }
  };
  return { fd, read };
}

test.each(['json', 'pretty'] as const)(
  'lines that nobody reads are lost beyond a bound, and their number is told once somebody does (%s)',
  async (logFormat) => {
    const { fd, read } = pipe();
    const sink = await createLog({ logLevel: 'info', logFormat, fd, maxWaitingBytes: 100_000 });
    const line = 'x'.repeat(1_000);
    for (let count = 0; count < 1_000; count++) sink.log.info(line);
    expect(sink.lostLines).toBeGreaterThan(700);
    await sink.flush();
    let text = '';
    await vi.waitFor(
      () => {
        text += read();
        expect(text).toContain('lines of the log were lost');
      },
      { timeout: 10_000, interval: 20 },
    );
    expect(text).toContain(String(sink.lostLines));
  },
);

test('the end of the process does not wait for whoever does not read the log', async () => {
  const { fd } = pipe();
  const { log } = await createLog({ logLevel: 'info', logFormat: 'json', fd });
  for (let count = 0; count < 500; count++) log.info('x'.repeat(1_000));
  // What pino calls on exit, and with a fatal line.
  log.fatal('over');
});

test('a full disk, or a reader that leaves, ends neither the log nor the process', async () => {
  const path = namedPipe();
  const flags = constants.O_RDONLY | constants.O_NONBLOCK;
  const left = openSync(path, flags);
  const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  closeSync(left);
  for (const broken of [fd, openSync('/dev/full', 'w')]) {
    const { log, flush } = await createLog({ logLevel: 'info', logFormat: 'json', fd: broken });
    log.info('nobody reads this yet');
    await flush();
    await flush();
    // What pino calls on exit, and with a fatal line.
    log.fatal('over');
    if (broken !== fd) continue;
    const reader = openSync(path, flags);
    const bytes = Buffer.alloc(1 << 10);
    let text = '';
    await vi.waitFor(async () => {
      await flush();
      text += bytes.toString('utf8', 0, readSync(reader, bytes));
      expect(text).toMatch(/^\{.*nobody reads this yet.*\}\n\{.*over.*\}\n$/);
    });
  }
});

test('a disk that is full when the process ends keeps it no longer', async () => {
  const { log } = await createLog({ logLevel: 'info', logFormat: 'json', fd: openSync('/dev/full', 'w') });
  log.info('nothing was written before this');
  // What pino calls on exit, and with a fatal line.
  log.fatal('over');
});

test('a disk that turns out to be full while the process ends keeps it no longer', async () => {
  const { log, flush } = await createLog({ logLevel: 'info', logFormat: 'json', fd: openSync('/dev/full', 'w') });
  // The first write is under way, of which nothing is known, when pino wants to have all written.
  for (let count = 0; count < 20; count++) log.info('x'.repeat(1_000));
  log.fatal('over');
  await flush();
});

test('lines are whole, in order and all there when they are read slowly', async () => {
  const { fd, read } = pipe();
  const { log, flush } = await createLog({ logLevel: 'info', logFormat: 'json', fd });
  // More than a pipe takes in, of characters that a write may cut.
  for (let count = 0; count < 1_000; count++) log.info({ count, text: '\u{1f600}'.repeat(50) });
  const bytes: Buffer[] = [];
  await vi.waitFor(
    async () => {
      bytes.push(read());
      await flush();
      expect(Buffer.concat(bytes).toString()).toContain('"count":999');
    },
    { timeout: 10_000, interval: 20 },
  );
  const lines = Buffer.concat(bytes).toString().trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject(
    Array.from({ length: 1_000 }, (_, count) => ({ count, text: '\u{1f600}'.repeat(50) })),
  );
});

test('what was logged is written when it is flushed', async () => {
  const { fd, read } = pipe();
  const { log, flush } = await createLog({ logLevel: 'info', logFormat: 'json', fd });
  log.info('first');
  log.debug('unseen');
  await flush();
  expect(JSON.parse(String(read()))).toMatchObject({ level: 30, msg: 'first' });
});
