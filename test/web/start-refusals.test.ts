import { expect, it } from 'vitest';
import { placed } from '../../examples/web/src/start/refusals.ts';

const names = new Set(['cpu', 'branch']);
const rest = { detail: null, requestId: 'r-1' };

it('what Coder says of a parameter is shown at its field', () => {
  const detail = `Invalid parameter value according to 'validation' block; Choose 2, 4, 8 or 16. (value "3" does not match "^(2|4|8|16)$")`;
  const fields = [{ field: 'cpu', detail }];
  expect(
    placed({ __typename: 'ValidationError', message: 'Unable to validate parameters', fields, ...rest }, names),
  ).toEqual({
    fields: new Map([['cpu', 'Choose 2, 4, 8 or 16. (value "3" does not match "^(2|4|8|16)$")']]),
    form: null,
  });
});

it('what has no field is shown at the form, beside what has one', () => {
  const fields = [
    { field: 'branch', detail: 'Required parameter not provided; parameter value is null' },
    { field: 'zone', detail: 'Tag value is not known; Tag "zone" has no value' },
  ];
  const refusal = placed(
    { __typename: 'ValidationError', message: 'Unable to parse workspace tags', fields, ...rest },
    names,
  );
  expect([...refusal.fields.keys()]).toEqual(['branch']);
  expect(refusal.form).toEqual({
    title: 'Coder refuses the build',
    details: ['Unable to parse workspace tags', 'zone: Tag value is not known; Tag "zone" has no value'],
    requestId: 'r-1',
  });
});

it('a template with static parameters names the first wrong one in the message', () => {
  const refusal = placed(
    {
      __typename: 'ValidationError',
      message: 'Unable to validate parameter "cpu"',
      detail: 'parameter validation failed\nChoose 2, 4, 8 or 16.',
      requestId: null,
      fields: [],
    },
    names,
  );
  expect(refusal).toEqual({ fields: new Map([['cpu', 'Choose 2, 4, 8 or 16.']]), form: null });
});

it.each([
  ['ConflictError', 'A workspace build is already active.', 'Not now'],
  ['ForbiddenError', 'You do not have permission to start this workspace.', 'You may not do this'],
] as const)('%s is shown at the form, its words once', (__typename, message, title) => {
  const refusal = placed({ __typename, message, detail: message, requestId: 'r-2' }, names);
  expect(refusal).toEqual({ fields: new Map(), form: { title, details: [message], requestId: 'r-2' } });
});
