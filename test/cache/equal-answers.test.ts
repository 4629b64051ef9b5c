import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../src/cli/app.ts';
import { AnswerCache } from '../../src/coder/cache/answer-cache.ts';
import { ManualClock } from '../../src/embedded/testing/manual-clock.ts';
import { startTestCoder } from '../../src/embedded/testing/test-coder.ts';
import { defaultSettings } from '../default-settings.ts';
import { seeded, testSeed } from '../seed.ts';
import { freeze } from '../support.ts';
import { addWorkspace, changeSomething, pick, type World } from './changes.ts';
import { someDocument } from './documents.ts';

const STEPS = 2_000;
/** Questions that are asked again and again, since only what comes again is kept. */
const QUESTIONS = 8;
/** Site owner, template admin at times, member with workspaces of their own, member with what is shared at times. */
const CALLERS = ['mira', 'tara', 'omar', 'nina'];

interface Answer {
  data?: unknown;
  errors?: { extensions: { upstream?: { requestId?: string } } }[];
  extensions: { upstream: { calls: number; shared: number; cached: number; requests: { source: string }[] } };
}

/** Gateways before one Coder: without a cache, with one, and with one that drops nearly all at once. */
async function start(random: World['random']) {
  const clock = new ManualClock();
  const embedded = await startTestCoder({ clock, rateLimit: -1 });
  const cache = new AnswerCache({ maxBytes: 2 ** 26, onShared: freeze });
  const caches = { off: undefined, on: cache, tiny: new AnswerCache({ maxBytes: 2 ** 17, onShared: freeze }) };
  const apps = Object.entries(caches).map(([name, each]) => {
    const settings = defaultSettings({ cacheMb: 0, rateOperations: 0, rateComplexity: 0 });
    const log = pino({ level: 'silent' });
    return { name, app: createApp({ settings, coderUrl: new URL(embedded.url), log, cache: each, planFrom: 1 }) };
  });
  onTestFinished(async () => {
    for (const { app } of apps) await app.close({ graceMs: 0 });
    await embedded.close();
  });
  const tokens = new Map(CALLERS.map((name) => [name, embedded.control.addToken(name)]));
  const world: World = { embedded, clock, workspaces: [], tokens, random };
  for (let count = 0; count < 5; count++) addWorkspace(world);
  return { world, apps, caches };
}

/** Without what tells one request from another. */
function comparable({ data, errors }: Answer) {
  for (const { extensions } of errors ?? []) delete extensions.upstream?.requestId;
  return { data, errors };
}

/** A question, and who asks it. */
interface Question {
  query: string;
  caller: string;
}

function newQuestion(world: World): Question {
  return { query: someDocument(world), caller: pick(world, CALLERS) };
}

it(`an answer is the same with the cache as without it, over ${STEPS} questions and changes at Coder`, {
  timeout: 300_000,
}, async () => {
  const seed = testSeed();
  const random = seeded(seed);
  const { world, apps, caches } = await start(random);
  const seen = { answered: 0, hidden: 0, refused: 0 };
  const questions = Array.from({ length: QUESTIONS }, () => newQuestion(world));
  for (let step = 0; step < STEPS; step++) {
    if (random(3) > 0) changeSomething(world);
    if (random(6) === 0) questions[random(QUESTIONS)] = newQuestion(world);
    const { query, caller } = pick(world, questions);
    const answers: { name: string; answer: Answer; sent: number }[] = [];
    // What is dropped at once is asked for again and again: a few steps show that.
    for (const { name, app } of step % 4 === 0 ? apps : apps.filter((each) => each.name !== 'tiny')) {
      world.embedded.clearRequests();
      const response = await app.gateway.pipeline.fetch('http://127.0.0.1/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'coder-session-token': world.tokens.get(caller) ?? '',
          'x-upstream-trace': '1',
        },
        body: JSON.stringify({ query }),
      });
      answers.push({ name, answer: (await response.json()) as Answer, sent: world.embedded.requests.length });
    }
    const [off] = answers;
    if (off === undefined) throw new Error('There is no gateway.');
    const expected = comparable(off.answer);
    if (expected.errors) seen.refused++;
    else if (JSON.stringify(expected.data).includes('null}')) seen.hidden++;
    else seen.answered++;
    for (const { name, answer, sent } of answers) {
      const where = `step ${step}, cache ${name}, ${caller} asks ${query}`;
      expect(comparable(answer), where).toEqual(expected);
      const { calls, shared, cached, requests } = answer.extensions.upstream;
      expect(calls, where).toBe(sent);
      expect(requests.filter(({ source }) => source === 'cached').length, where).toBe(cached);
      // Each kept answer spares one call, and nothing else does.
      expect(calls + cached + shared, where).toBe(off.sent);
    }
  }
  // The seeds vary, but no run may be about nothing.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(STEPS / 50);
  for (const count of Object.values(caches.on?.stats().hits ?? {})) expect(count).toBeGreaterThan(STEPS / 50);
  expect(caches.tiny?.stats().bytes).toBeLessThanOrEqual(2 ** 17);
});
