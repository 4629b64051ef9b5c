/** The readers of a feed, in a process of their own; the bench steers it by messages. */
import { feedBuildId, tokenOf } from '../upstream/identifiers.ts';
import { CheckingReader } from './checking-reader.ts';
import { CountingReader } from './counting-reader.ts';
import type { Command, Placement, Received, Reply } from './protocol.ts';
import type { ReaderOptions } from './subscription.ts';

/** Sockets that are opened at the same time. */
const AT_ONCE = 50;
/** One reader in so many parses and checks what it gets. */
const CHECKING = 20;

/** Sockets with the same token; the gateway bounds them. */
const READERS_PER_USER = 100;

const checking: CheckingReader[] = [];
const readers: (CheckingReader | CountingReader)[] = [];
/** Index of each reader's build. */
const buildOf: number[] = [];
/** Difference of the ids of two lines of one build that follow each other: the builds take turns. */
let step = 1;
let created = 0;
let countedAt = 0;
let idsBefore: number[] = [];

async function connect({ url, builds, placed, firstUser = 0, readersPerUser = READERS_PER_USER }: Placement) {
  step = builds;
  for (let index = 0; index < placed.length; index += AT_ONCE) {
    const some = placed.slice(index, index + AT_ONCE).map((build, offset) => {
      const token = tokenOf(firstUser + Math.floor((index + offset) / readersPerUser));
      return createReader({ url, token, build: feedBuildId(build) });
    });
    await Promise.all(some.map((reader) => reader.connect()));
    readers.push(...some);
    buildOf.push(...placed.slice(index, index + AT_ONCE));
  }
  return readers.length;
}

function createReader(options: ReaderOptions): CheckingReader | CountingReader {
  if (created++ % CHECKING !== 0) return new CountingReader(options);
  const reader = new CheckingReader(options, step);
  checking.push(reader);
  return reader;
}

function count(): void {
  countedAt = performance.now();
  idsBefore = readers.map(({ lastId }, index) => lastId ?? (buildOf[index] ?? 0) + 1 - step);
  for (const reader of readers) reader.messages = 0;
  for (const reader of checking) reader.latencies = [];
}

function report(): Received {
  const seconds = (performance.now() - countedAt) / 1_000;
  const lines = readers.map(({ lastId }, index) => ((lastId ?? 0) - (idsBefore[index] ?? 0)) / step);
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
