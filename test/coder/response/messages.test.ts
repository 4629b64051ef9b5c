import { expect, it } from 'vitest';
import { errorFromResponse } from '../../../src/coder/response/failures.ts';
import { saysBuildHasEnded, saysParametersAreWrong } from '../../../src/coder/response/messages.ts';

const headers = {
  'x-coder-request-id': 'a3c0',
  'x-coder-build-version': 'v2.30.0',
  'content-type': 'application/json',
};

function refusal(status: number, message: string) {
  return errorFromResponse(status, headers, Buffer.from(JSON.stringify({ message })));
}

it.each(['Job has already completed!', 'Job has already been marked as canceled!'])(
  'a 400 "%s" says that the build has ended',
  (message) => {
    expect(saysBuildHasEnded(refusal(400, message))).toBe(true);
    expect(saysBuildHasEnded(refusal(412, message))).toBe(false);
  },
);

it('another refusal, or no refusal, does not say that the build has ended', () => {
  expect(saysBuildHasEnded(refusal(400, 'Invalid expect_status "x".'))).toBe(false);
  expect(saysBuildHasEnded(new Error('Job has already completed!'))).toBe(false);
});

it('a 400 about several parameters says that its fields are parameters', () => {
  expect(saysParametersAreWrong(refusal(400, 'Unable to validate parameters'))).toBe(true);
  expect(saysParametersAreWrong(refusal(400, 'Unable to validate parameter "cpu"'))).toBe(false);
  expect(saysParametersAreWrong(refusal(400, 'Validation failed.'))).toBe(false);
  expect(saysParametersAreWrong(refusal(409, 'Unable to validate parameters'))).toBe(false);
});
