import type { Refusal } from '../resolvers/refusals.ts';
import { builder } from './foundation/builder.ts';
import { BuildRef } from './foundation/refs.ts';

const ErrorRef = builder.interfaceRef<Refusal>('Error').implement({
  description: "Why Coder refused a mutation, in Coder's own words.",
  fields: (t) => ({
    message: t.exposeString('message', { description: 'For people (REST: `message`).' }),
    detail: t.exposeString('detail', { nullable: true, description: 'Null when there is none (REST: `detail`).' }),
    requestId: t.exposeString('requestId', {
      nullable: true,
      description: "To find the answer in Coder's log (REST: header `X-Coder-Request-Id`).",
    }),
  }),
  resolveType: ({ type }) => type,
});

const FieldErrorRef = builder.objectRef<{ field: string; detail: string }>('FieldError').implement({
  description: 'What is wrong with one field of the input, or with one parameter of the template.',
  fields: (t) => ({
    field: t.exposeString('field', {
      description:
        'The field as the input names it, or the name of a template parameter (REST: `validations[].field`).',
    }),
    detail: t.exposeString('detail', { description: 'REST: `validations[].detail`.' }),
  }),
});

export const ValidationErrorRef = builder.objectRef<Refusal>('ValidationError').implement({
  description: 'The input does not fit, says Coder (400).',
  interfaces: [ErrorRef],
  fields: (t) => ({
    fields: t.field({
      type: [FieldErrorRef],
      description: 'Empty when Coder does not say which (REST: `validations`).',
      resolve: ({ fields }) => fields,
    }),
  }),
});

export const NotFoundErrorRef = builder.objectRef<Refusal>('NotFoundError').implement({
  description: 'It does not exist, or is hidden from the token (404, 410).',
  interfaces: [ErrorRef],
});

export const ForbiddenErrorRef = builder.objectRef<Refusal>('ForbiddenError').implement({
  description: 'The token may see it but not do this (403).',
  interfaces: [ErrorRef],
});

export const ConflictErrorRef = builder.objectRef<Refusal>('ConflictError').implement({
  description:
    'The state of things does not allow it: another build is active, the build has ended, the workspace is deleted, the template version is still imported (406, 409).',
  interfaces: [ErrorRef],
});

export const PreconditionFailedErrorRef = builder.objectRef<Refusal>('PreconditionFailedError').implement({
  description: 'The job is not in the expected state (412).',
  interfaces: [ErrorRef],
  fields: (t) => ({
    build: t.field({
      type: BuildRef,
      nullable: true,
      description: 'The build as it is now; read when selected.',
      resolve: ({ buildId }, _, { loaders }) => (buildId ? loaders.builds.byId(buildId) : null),
    }),
  }),
});
