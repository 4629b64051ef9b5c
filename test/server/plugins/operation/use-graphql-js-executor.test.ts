import { expect, test } from 'vitest';
import { createStub } from '../../stub-gateway.ts';

test('an event is executed as an operation, not subscribed to once more', async () => {
  const stub = createStub();
  let started = 0;
  stub.sources.ticks = async function* () {
    started += 1;
    yield* ['one', 'two'];
  };
  const { gateway } = stub;
  const url = 'http://127.0.0.1:4000/graphql?query=subscription{ticks}';
  const response = await gateway.pipeline.fetch(url, { headers: { accept: 'text/event-stream' } });
  expect(await response.text()).toContain('"two in 3"');
  expect(started).toBe(1);
});
