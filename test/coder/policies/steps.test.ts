import { expect, it } from 'vitest';
import { Call } from '../../../src/coder/call.ts';
import { nobody } from '../../../src/coder/caller.ts';
import { endpoints } from '../../../src/coder/endpoints.ts';
import { inSteps, type Step } from '../../../src/coder/policies/steps.ts';

it('should put steps around the work, the first outermost', async () => {
  const order: string[] = [];
  const named =
    (name: string): Step =>
    (work) =>
    async (call) => {
      order.push(`${name} begins`);
      const value = await work(call);
      order.push(`${name} ends`);
      return value;
    };
  const call = new Call({
    endpoint: endpoints.buildInfo,
    parameters: {},
    path: '/buildinfo',
    body: undefined,
    caller: nobody,
    identity: 'anonymous',
    earlier: undefined,
  });
  expect(await inSteps([named('outer'), named('inner')], async () => 'value')(call)).toBe('value');
  expect(order).toEqual(['outer begins', 'inner begins', 'inner ends', 'outer ends']);
});
