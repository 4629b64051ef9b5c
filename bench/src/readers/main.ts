/** The readers of a feed, in a process of their own; the bench steers it by messages. */
import { feedBuildId, tokenOf } from '../upstream/identifiers.ts';
import { CheckingReader } from './checking-reader.ts';
import { CountingReader } from './counting-reader.ts';
import type { Command, Received, Reply } from './protocol.ts';

/** Sockets that are opened at the same time. */
const AT_ONCE = 50;
/** One reader in so many parses and checks what it gets. */
const CHECKING = 20;

/** Sockets with the same token; the gateway bounds them. */
const READERS_PER_USER = 100;

const checking: CheckingReader[] = [];
const readers: (CheckingReader | CountingReader)[] = [];
let builds = 1;
let countedAt = 0;
let idsBefore: number[] = [];

async function connect(options: { url: string; readers: number; builds: number }): Promise<number> {
  builds = options.builds;
  for (let index = 0; index < options.readers; index += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, options.readers - index) }, (_, offset) =>
      createReader(options.url, index + offset),
    );
    await Promise.all(some.map((reader) => reader.connect()));
    readers.push(...some);
  }
  return readers.length;
}

function createReader(url: string, index: number): CheckingReader | CountingReader {
  const token = tokenOf(Math.floor(index / READERS_PER_USER));
  const options = { url, token, build: feedBuildId(index % builds) };
  if (index % CHECKING !== 0) return new CountingReader(options);
  const reader = new CheckingReader(options, builds);
  checking.push(reader);
  return reader;
}

function count(): void {
  countedAt = performance.now();
  idsBefore = readers.map(({ lastId }, index) => lastId ?? (index % builds) + 1 - builds);
  for (const reader of readers) reader.messages = 0;
  for (const reader of checking) reader.latencies = [];
}

function report(): Received {
  const seconds = (performance.now() - countedAt) / 1_000;
  const lines = readers.map(({ lastId }, index) => ((lastId ?? 0) - (idsBefore[index] ?? 0)) / builds);
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    seconds,
    lines: sum(lines),
    messages: sum(readers.map(({ messages }) => messages)),
    latencies: checking.flatMap(({ latencies }) => latencies),
    wrong: sum(checking.map(({ wrong }) => wrong)),
    lost: readers.filter(({ lost }) => lost).length,
  };
}

process.on('message', async (command: Command) => {
  const reply = (message: Reply) => process.send?.(message);
  if ('connect' in command) reply({ connected: await connect(command.connect) });
  else if ('count' in command) {
    count();
    reply({ counting: true });
  } else reply({ received: report() });
});
process.on('disconnect', () => process.exit(0));
