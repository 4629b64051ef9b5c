import { execFileSync } from 'node:child_process';
import { constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createLog } from '../../../src/server/observability/log.ts';

/** A pipe that nobody reads until the test does. */
function pipe(): { fd: number; read: () => string } {
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  // It stays open: what writes into it would write into whatever gets its number.
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const bytes = Buffer.alloc(1 << 20);
  const read = () => {
    try {
      return bytes.toString('utf8', 0, readSync(fd, bytes));
    } catch {
      return '';
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

test('what was logged is written when it is flushed', async () => {
  const { fd, read } = pipe();
  const { log, flush } = await createLog({ logLevel: 'info', logFormat: 'json', fd });
  log.info('first');
  log.debug('unseen');
  await flush();
  expect(JSON.parse(read())).toMatchObject({ level: 30, msg: 'first' });
});
