import { describe, expect, it } from 'vitest';
import { useProgram } from '../e2e/program.ts';
import { before, expectUnharmed } from './aftermath.ts';
import type { Attack } from './attacks/attack.ts';
import { documents } from './attacks/documents.ts';
import { longTexts } from './attacks/long-texts.ts';
import { parts } from './attacks/parts.ts';
import { requests } from './attacks/requests.ts';
import { sockets } from './attacks/sockets.ts';
import { streams } from './attacks/streams.ts';
import { variables } from './attacks/variables.ts';
import { startTarget, type Target } from './target.ts';
import type { Outcome } from './wire.ts';

useProgram();

/** Rate limits would refuse what is to be refused for another reason. */
const settings = { GATEWAY_RATE_OPERATIONS: '0', GATEWAY_RATE_COMPLEXITY: '0' };

describe.each<[string, Attack[]]>([
  ['documents', documents],
  ['requests', requests],
  ['sockets', sockets],
  ['streams', streams],
  ['parts', parts],
  ['variables', variables],
  ['long texts', longTexts],
])('%s', (_, attacks) => {
  it('should get the expected status and code, and leave nothing behind', { timeout: 600_000 }, async () => {
    const target = await startTarget(settings);
    const failures: string[] = [];
    for (const attack of attacks) {
      try {
        await withstand(target, attack);
      } catch (error) {
        failures.push(`${attack.name}: ${(error as Error).message}`);
      }
    }
    expect(failures).toEqual([]);
  });
});

/** Once to warm up (code is compiled, the heap takes its size), and once to see what is left. */
async function withstand(target: Target, attack: Attack): Promise<void> {
  expectRefused(attack, await attack.run(target));
  for (let tries = 1; ; tries++) {
    const earlier = await before(target);
    expectRefused(attack, await attack.run(target));
    const harm = await expectUnharmed(target, earlier);
    if (harm === undefined) return;
    // An attack that blocks or leaves something does so each time; other programs, or a heap that finds its size, do not.
    expect(tries, `tries, since ${harm}`).toBeLessThan(3);
  }
}

const NO_ANSWER: Outcome = { status: undefined, code: undefined, text: '' };

function expectRefused(attack: Attack, outcome = NO_ANSWER): void {
  const { status, code, text } = outcome;
  expect({ status, code }, text.slice(0, 300)).toEqual({ status: attack.status, code: attack.code });
  if (attack.says !== undefined) expect(text.slice(0, 2_000)).toMatch(attack.says);
}
