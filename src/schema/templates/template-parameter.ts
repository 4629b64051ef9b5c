import type { TemplateParameter, TemplateParameterOption } from '../../coder/model.ts';
import * as rest from '../../coder/rest/template-form.ts';
import { builder } from '../foundation/builder.ts';
import { TemplateParameterFormType, TemplateParameterMonotonic, TemplateParameterType } from '../foundation/enums.ts';
import { ownView, RestFields } from '../foundation/rest-fields.ts';

const option = new RestFields(ownView(rest.parameterOption, (json: TemplateParameterOption) => json));

const TemplateParameterOptionRef = builder.objectRef<TemplateParameterOption>('TemplateParameterOption').implement({
  description: 'A value that a parameter may have (REST: an entry of `options`).',
  fields: (t) => ({
    name: t.field(option.value('name', { type: 'String', description: 'What a form shows.' })),
    description: t.field(option.value('description', { type: 'String', description: 'May be empty.' })),
    value: t.field(option.value('value', { type: 'String', description: 'What a build gets.' })),
    icon: t.field(option.value('icon', { type: 'String', description: 'URL or path in Coder; null when unset.' })),
  }),
});

const parameter = new RestFields(ownView(rest.templateParameter, (json: TemplateParameter) => json));

const TemplateParameterValidationRef = builder.objectRef<TemplateParameter>('TemplateParameterValidation').implement({
  description: 'Which values of a parameter are right (REST: the keys that begin with `validation_`).',
  fields: (t) => ({
    error: t.field(
      parameter.value('validation_error', {
        type: 'String',
        description: 'What to tell people whose value is wrong; null when unset.',
      }),
    ),
    regex: t.field(
      parameter.value('validation_regex', {
        type: 'String',
        description: "In Go's syntax; null when there is none.",
      }),
    ),
    min: t.field(
      parameter.value('validation_min', { type: 'Int', description: 'Of a number; null when there is none.' }),
    ),
    max: t.field(
      parameter.value('validation_max', { type: 'Int', description: 'Of a number; null when there is none.' }),
    ),
    monotonic: t.field(
      parameter.value('validation_monotonic', {
        type: TemplateParameterMonotonic,
        description: 'Null when a number may change both ways.',
      }),
    ),
  }),
});

export const TemplateParameterRef = builder.objectRef<TemplateParameter>('TemplateParameter').implement({
  description:
    'Something that a template asks for a build (REST: `GET /templateversions/{templateversion}/rich-parameters`).',
  fields: (t) => ({
    name: t.field(
      parameter.value('name', { type: 'String', description: 'Under which `createBuild` takes its value.' }),
    ),
    displayName: t.field(parameter.value('display_name', { type: 'String', description: 'Null when unset.' })),
    description: t.field(parameter.value('description', { type: 'String', description: 'Markdown; may be empty.' })),
    descriptionPlaintext: t.field(
      parameter.value('description_plaintext', { type: 'String', description: 'The same without marks.' }),
    ),
    type: t.field(parameter.value('type', { type: TemplateParameterType })),
    formType: t.field(
      parameter.value('form_type', {
        type: TemplateParameterFormType,
        description: 'Null when the template leaves it to the client.',
      }),
    ),
    mutable: t.field(
      parameter.value('mutable', { type: 'Boolean', description: 'Whether later builds may change it.' }),
    ),
    required: t.field(
      parameter.value('required', {
        type: 'Boolean',
        description: 'Whether it has no default, so that people must say.',
      }),
    ),
    ephemeral: t.field(
      parameter.value('ephemeral', { type: 'Boolean', description: 'Whether its value is for one build only.' }),
    ),
    defaultValue: t.field(
      parameter.value('default_value', { type: 'String', description: 'Always text; may be empty.' }),
    ),
    icon: t.field(parameter.value('icon', { type: 'String', description: 'URL or path in Coder; null when unset.' })),
    options: t.field(
      parameter.list('options', {
        type: [TemplateParameterOptionRef],
        description: 'The only values that it may have; empty for any.',
      }),
    ),
    validation: t.field(
      parameter.computed(
        ['validation_error', 'validation_regex', 'validation_min', 'validation_max', 'validation_monotonic'],
        {
          type: TemplateParameterValidationRef,
          nullable: true,
          description: 'Null when every value is right (REST: the keys that begin with `validation_`).',
        },
        (values, _, __, json) => (values.every((value) => value === null) ? null : json),
      ),
    ),
  }),
});
