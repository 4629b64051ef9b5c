import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testSeed, today } from '../../seed.ts';
import { type Line, MachineUpstream } from './machine-upstream.ts';

const patient = { giveUpMs: Number.POSITIVE_INFINITY };

/** The choices of one run, 0 when they are used up. */
function chooser(choices: readonly number[]) {
  let next = 0;
  return (below: number) => (choices[next++] ?? 0) % below;
}

function ids(lines: readonly Line[]): number[] {
  return lines.map(({ id }) => id);
}

describe('log machine', () => {
  it('should deliver each line once, in order, and end once, whatever the upstream does', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(999), { maxLength: 300 }), fc.nat(60), fc.nat(20), (choices, steps, after) => {
        const choose = chooser(choices);
        const upstream = new MachineUpstream(choose, { timings: patient, after });
        upstream.write(choose(20));
        const wanted = () => ids(upstream.log).filter((id) => id > after);
        upstream.send({ type: 'start' });
        for (let step = 0; step < steps; step++) {
          upstream.randomStep();
          // At any moment, what was delivered is the beginning of the log: no gap, no double.
          const log = wanted();
          if (upstream.delivered.some(({ id }, index) => id !== log[index]))
            expect(ids(upstream.delivered)).toEqual(log);
          if (upstream.ended > 0) expect([upstream.ended, upstream.delivered.length]).toEqual([1, log.length]);
        }
        upstream.finish(choose(3));
        for (let step = 0; step < 400 && !upstream.machine.ended; step++) upstream.healthyStep();
        expect(upstream.failed).toBeUndefined();
        expect(upstream.ended).toBe(1);
        expect(ids(upstream.delivered)).toEqual(wanted());
        upstream.send({ type: 'tick' });
        expect(upstream.ended).toBe(1);
      }),
      { numRuns: 12_000, seed: testSeed(today) },
    );
  }, 120_000);

  it('should never end as complete when lines came in another order than their ids', () => {
    let mismatches = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(999), { maxLength: 300 }), fc.nat(60), fc.nat(20), (choices, steps, after) => {
        const upstream = new MachineUpstream(chooser(choices), { timings: patient, after, fault: 'disorder' });
        upstream.write(5);
        upstream.send({ type: 'start' });
        for (let step = 0; step < steps; step++) upstream.randomStep();
        upstream.finish(1);
        for (let step = 0; step < 400 && !upstream.machine.ended; step++) upstream.healthyStep();
        const wanted = ids(upstream.log).filter((id) => id > after);
        if (upstream.ended > 0) expect(ids(upstream.delivered)).toEqual(wanted);
        else {
          mismatches++;
          const confirmed = upstream.mismatch?.confirmed ?? 0;
          expect(upstream.mismatch).toBeDefined();
          expect(confirmed).toBeGreaterThanOrEqual(after);
          // Whoever reads on from there has everything.
          const before = (id: number) => id <= confirmed;
          expect(ids(upstream.delivered).filter(before)).toEqual(wanted.filter(before));
        }
      }),
      { numRuns: 5_000, seed: testSeed(today) },
    );
    expect(mismatches).toBeGreaterThan(100);
  }, 60_000);

  it('should believe no id that jumps before a plain read has it too', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(999), { maxLength: 300 }), fc.nat(60), (choices, steps) => {
        const upstream = new MachineUpstream(chooser(choices), { timings: patient, fault: 'jumps' });
        upstream.write(5);
        upstream.send({ type: 'start' });
        // A feed that has no line yet believes the first one that it gets.
        upstream.send({ type: 'offered', after: undefined, lines: upstream.log.slice(0, 1) });
        for (let step = 0; step < steps; step++) upstream.randomStep();
        upstream.finish(1);
        for (let step = 0; step < 400 && !upstream.machine.ended; step++) upstream.healthyStep();
        expect(upstream.ended).toBe(1);
        expect(ids(upstream.delivered)).toEqual(ids(upstream.log));
      }),
      { numRuns: 5_000, seed: testSeed(today) },
    );
  }, 60_000);

  it('should end as an agent’s log only when there is no agent any more', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(999), { maxLength: 200 }), fc.nat(40), (choices, steps) => {
        const upstream = new MachineUpstream(chooser(choices), { timings: patient, hasStatus: false });
        upstream.send({ type: 'start' });
        for (let step = 0; step < steps; step++) {
          upstream.randomStep();
          expect(upstream.ended).toBe(0);
        }
        expect(upstream.actions.some(({ type }) => type === 'checkStatus')).toBe(false);
        const wanted = upstream.log.length;
        for (let step = 0; step < 400 && upstream.delivered.length < wanted; step++) upstream.healthyStep();
        expect(ids(upstream.delivered)).toEqual(ids(upstream.log));
        upstream.send({ type: 'gone' });
        expect(upstream.ended).toBe(1);
      }),
      { numRuns: 5_000, seed: testSeed(today) },
    );
  }, 60_000);

  it('should not dial for a build that is finished', () => {
    const upstream = new MachineUpstream(() => 0);
    upstream.write(30);
    upstream.finish(2);
    upstream.send({ type: 'start' });
    while (!upstream.machine.ended) upstream.healthyStep();
    expect(ids(upstream.delivered)).toEqual(ids(upstream.log));
    expect(upstream.actions.some(({ type }) => type === 'connect')).toBe(false);
  });

  it('should end a build that was canceled while pending, on a silent socket', () => {
    const upstream = new MachineUpstream(() => 0);
    upstream.send({ type: 'start' });
    while (upstream.machine.phase !== 'live') upstream.healthyStep();
    const before = upstream.now;
    upstream.finish(0);
    upstream.tick();
    // The first answer is lost.
    expect(upstream.failStatus()).toBe(true);
    upstream.tick();
    expect(upstream.answerStatus()).toBe(true);
    while (!upstream.machine.ended) upstream.healthyStep();
    expect(upstream.ended).toBe(1);
    expect(upstream.now - before).toBeLessThan(20_000);
  });

  it('should not read the status while lines come', () => {
    const upstream = new MachineUpstream(() => 0);
    upstream.send({ type: 'start' });
    while (upstream.machine.phase !== 'live') upstream.healthyStep();
    const before = upstream.actions.filter(({ type }) => type === 'checkStatus').length;
    for (let second = 0; second < 60; second++) {
      upstream.now += 1_000;
      upstream.write(1);
      upstream.healthyStep();
      upstream.send({ type: 'tick' });
    }
    expect(upstream.delivered).toHaveLength(60);
    expect(upstream.actions.filter(({ type }) => type === 'checkStatus')).toHaveLength(before);
  });

  it('should go on by plain reads where sockets are always refused', () => {
    const upstream = new MachineUpstream(() => 0);
    upstream.send({ type: 'start' });
    for (let step = 0; step < 500; step++) {
      if (step % 10 === 0) upstream.write(1);
      if (!upstream.refuse()) upstream.healthyStep();
    }
    expect(upstream.failed).toBeUndefined();
    expect(upstream.delivered.length).toBeGreaterThan(40);
    upstream.finish(2);
    for (let step = 0; step < 100 && !upstream.machine.ended; step++) if (!upstream.refuse()) upstream.healthyStep();
    expect(upstream.ended).toBe(1);
    expect(ids(upstream.delivered)).toEqual(ids(upstream.log));
  });

  it('should fail, never end, when the upstream stays away', () => {
    const upstream = new MachineUpstream(() => 500);
    upstream.write(10);
    upstream.send({ type: 'start' });
    while (upstream.machine.phase !== 'live') upstream.healthyStep();
    const before = upstream.now;
    upstream.cut();
    while (!upstream.machine.ended) {
      if (!(upstream.failStatus() || upstream.failRead() || upstream.refuse())) upstream.tick();
    }
    expect(upstream.failed).toBe('UPSTREAM_UNAVAILABLE');
    expect(upstream.ended).toBe(0);
    expect(upstream.now - before).toBeGreaterThan(59_000);
    expect(upstream.now - before).toBeLessThan(90_000);
  });

  it('should fail when plain reads cannot be understood again and again', () => {
    const upstream = new MachineUpstream(() => 0);
    upstream.finish(1);
    upstream.send({ type: 'start' });
    upstream.healthyStep();
    for (let tries = 0; tries < 5; tries++) {
      upstream.failRead('UPSTREAM_BAD_RESPONSE');
      upstream.tick();
    }
    expect(upstream.failed).toBe('UPSTREAM_BAD_RESPONSE');
  });

  it('should read the tail twice when it saw the end, since some lines are written after it', () => {
    const upstream = new MachineUpstream((below) => below - 1);
    upstream.write(3);
    upstream.send({ type: 'start' });
    while (upstream.delivered.length < 3) upstream.healthyStep();
    upstream.finish(0);
    const reads = () => upstream.actions.filter(({ type }) => type === 'read').length;
    while (reads() === 0) upstream.healthyStep();
    upstream.healthyStep();
    upstream.write(2, false);
    while (!upstream.machine.ended) upstream.healthyStep();
    expect(reads()).toBe(2);
    expect(ids(upstream.delivered)).toEqual(ids(upstream.log));
  });
});
