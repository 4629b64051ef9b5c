import type { ObjectRef } from '@pothos/core';
import { settingNames } from '../config.ts';
import { type CancelBuildSuccess, cancelBuild, cancelBuildRefusals } from '../resolvers/cancel-build.ts';
import { type CreateBuildSuccess, createBuild, createBuildRefusals } from '../resolvers/create-build.ts';
import { encodeNodeId } from '../resolvers/ids.ts';
import type { Refusal } from '../resolvers/refusals.ts';
import {
  type UpdateBuildStateSuccess,
  updateBuildState,
  updateBuildStateRefusals,
} from '../resolvers/update-build-state.ts';
import { builder } from './foundation/builder.ts';
import {
  CancelExpectStatus,
  CreateBuildReason,
  CreateBuildTransition,
  ProvisionerLogLevel,
} from './foundation/enums.ts';
import { BuildRef } from './foundation/refs.ts';
import {
  ConflictErrorRef,
  ForbiddenErrorRef,
  NotFoundErrorRef,
  PreconditionFailedErrorRef,
  ValidationErrorRef,
} from './mutation-errors.ts';

const BUILD_ID = 'Global id of the build; never costs a call.';
const BUILD = 'The build as it is now; read when selected. Null with an error of its own when that fails.';

const CreateBuildSuccessRef = builder.objectRef<CreateBuildSuccess>('CreateBuildSuccess').implement({
  description: 'Coder has queued the build.',
  fields: (t) => ({
    buildId: t.id({ description: BUILD_ID, resolve: ({ build }) => encodeNodeId('Build', build.id) }),
    build: t.field({
      type: BuildRef,
      nullable: true,
      description:
        "The new build. What Coder's answer to the creation leaves blank (the template version's name, resources, queue, deadlines) is read when selected.",
      resolve: ({ build }) => build,
    }),
  }),
});

const CancelBuildSuccessRef = builder.objectRef<CancelBuildSuccess>('CancelBuildSuccess').implement({
  description:
    'Coder has marked the job as canceled. A pending one has ended; a running one ends when its provisioner does, normally as FAILED with `canceledAt`.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'REST: `message`.' }),
    buildId: t.id({ description: BUILD_ID, resolve: ({ buildId }) => encodeNodeId('Build', buildId) }),
    build: t.field({
      type: BuildRef,
      nullable: true,
      description: BUILD,
      resolve: ({ buildId }, _, { loaders }) => loaders.builds.byId(buildId),
    }),
  }),
});

const UpdateBuildStateSuccessRef = builder.objectRef<UpdateBuildStateSuccess>('UpdateBuildStateSuccess').implement({
  description: 'Coder has stored the state.',
  fields: (t) => ({
    buildId: t.id({ description: BUILD_ID, resolve: ({ buildId }) => encodeNodeId('Build', buildId) }),
    build: t.field({
      type: BuildRef,
      nullable: true,
      description: BUILD,
      resolve: ({ buildId }, _, { loaders }) => loaders.builds.byId(buildId),
    }),
  }),
});

const refusalRefs = {
  ValidationError: ValidationErrorRef,
  NotFoundError: NotFoundErrorRef,
  ForbiddenError: ForbiddenErrorRef,
  ConflictError: ConflictErrorRef,
  PreconditionFailedError: PreconditionFailedErrorRef,
};

/** The union of a mutation's success and the refusals that its resolver may return. */
function resultOf<Success extends { type: string }>(
  mutation: string,
  success: ObjectRef<typeof builder.$inferSchemaTypes, Success>,
  refusals: readonly Refusal['type'][],
) {
  return builder.unionType(`${mutation[0]?.toUpperCase()}${mutation.slice(1)}Result`, {
    description: `The outcome of \`${mutation}\`.`,
    types: [success, ...refusals.map((type) => refusalRefs[type])],
    resolveType: (value) => (value as Success | Refusal).type,
  });
}

const CreateBuildResult = resultOf('createBuild', CreateBuildSuccessRef, createBuildRefusals);
const CancelBuildResult = resultOf('cancelBuild', CancelBuildSuccessRef, cancelBuildRefusals);
const UpdateBuildStateResult = resultOf('updateBuildState', UpdateBuildStateSuccessRef, updateBuildStateRefusals);

const BuildParameterInput = builder.inputType('BuildParameterInput', {
  description: 'A value for a parameter of the template.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Not empty, each name once; Coder drops names it does not know.' }),
    value: t.string({ required: true, description: 'Always text; a list is JSON in text.' }),
  }),
});

const CreateBuildInput = builder.inputType('CreateBuildInput', {
  description: 'What to build (REST: the body of `POST /workspaces/{workspace}/builds`).',
  fields: (t) => ({
    workspaceId: t.id({ required: true, description: 'Global id or UUID of the workspace.' }),
    transition: t.field({ type: CreateBuildTransition, required: true, description: 'REST: `transition`.' }),
    templateVersionId: t.field({
      type: 'UUID',
      description: 'Default: the version of the previous build, not the active one (REST: `template_version_id`).',
    }),
    templateVersionPresetId: t.field({
      type: 'UUID',
      description: 'Its values win over `parameters` of the same name (REST: `template_version_preset_id`).',
    }),
    parameters: t.field({
      type: [BuildParameterInput],
      description: 'Merged over the values of the previous build (REST: `rich_parameter_values`).',
    }),
    reason: t.field({ type: CreateBuildReason, description: 'Default: INITIATOR (REST: `reason`).' }),
    logLevel: t.field({ type: ProvisionerLogLevel, description: 'Administrators only (REST: `log_level`).' }),
    orphan: t.boolean({
      description:
        'Delete the workspace without deleting its resources; only with DELETE, not together with `state`, needs the right to update the template (REST: `orphan`).',
    }),
    dryRun: t.boolean({
      description: 'Coder takes it and ignores it: the build is made all the same (REST: `dry_run`).',
    }),
    state: t.field({
      type: 'Base64',
      description: `Provisioner state to begin with, a secret; needs the right to update the template. At most ${settingNames.maxResponseMb} (REST: \`state\`).`,
    }),
  }),
});

const CancelBuildInput = builder.inputType('CancelBuildInput', {
  description: 'Which build to cancel.',
  fields: (t) => ({
    buildId: t.id({ required: true, description: 'Global id or UUID of the build.' }),
    expectStatus: t.field({
      type: CancelExpectStatus,
      description: 'Cancel only while the job is in this status (REST: query `expect_status`).',
    }),
  }),
});

const UpdateBuildStateInput = builder.inputType('UpdateBuildStateInput', {
  description: 'The state to store (REST: the body of `PUT /workspacebuilds/{workspacebuild}/state`).',
  fields: (t) => ({
    buildId: t.id({ required: true, description: 'Global id or UUID of the build; any build of the workspace.' }),
    state: t.field({
      type: 'Base64',
      required: true,
      description: `Replaces the state; a secret. Empty clears it. At most ${settingNames.maxResponseMb} (REST: \`state\`).`,
    }),
  }),
});

builder.mutationType({
  description:
    'Writes, in the order of the document. What Coder refuses comes back as data; a lost answer is an error that says what is unknown. Nothing is ever sent twice.',
  fields: (t) => ({
    createBuild: t.field({
      type: CreateBuildResult,
      nullable: true,
      description: 'Starts, stops or deletes a workspace (REST: `POST /workspaces/{workspace}/builds`).',
      args: { input: t.arg({ type: CreateBuildInput, required: true, description: 'What to build.' }) },
      resolve: (_, { input }, context) => createBuild({ ...input, workspaceId: String(input.workspaceId) }, context),
    }),
    cancelBuild: t.field({
      type: CancelBuildResult,
      nullable: true,
      description: 'Cancels a build (REST: `PATCH /workspacebuilds/{workspacebuild}/cancel`).',
      args: { input: t.arg({ type: CancelBuildInput, required: true, description: 'Which build.' }) },
      resolve: (_, { input }, context) => cancelBuild({ ...input, buildId: String(input.buildId) }, context),
    }),
    updateBuildState: t.field({
      type: UpdateBuildStateResult,
      nullable: true,
      description:
        'Replaces the provisioner state of a build; needs the right to update the template (REST: `PUT /workspacebuilds/{workspacebuild}/state`).',
      args: { input: t.arg({ type: UpdateBuildStateInput, required: true, description: 'The state.' }) },
      resolve: (_, { input }, context) => updateBuildState({ ...input, buildId: String(input.buildId) }, context),
    }),
  }),
});
