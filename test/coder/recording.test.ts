import { expect, it } from 'vitest';
import { endpoints } from '../../src/coder/endpoints.ts';
import { Recording } from '../../src/coder/recording.ts';

it('an answer is compared as a whole, whatever its items are', async () => {
  const recording = new Recording();
  const answers = [[null, 5], []];
  for (const answer of answers) {
    recording.called(endpoints.parameters, { path: { workspacebuild: 'b' } }, Promise.resolve(answer), () => false);
  }
  await Promise.resolve();
  expect(recording.isRepeatable).toBe(true);
  expect(recording.jsons).toEqual(answers);
});

it('what has no answer yet, and an answer that is no object, are not repeated', async () => {
  const unanswered = new Recording();
  const other = new Recording();
  const options = { path: { workspacebuild: 'b' } };
  unanswered.called(endpoints.parameters, options, new Promise(() => {}), () => false);
  other.called(endpoints.parameters, options, Promise.resolve(5), () => false);
  await Promise.resolve();
  expect(unanswered.isRepeatable).toBe(false);
  expect(other.isRepeatable).toBe(false);
});
