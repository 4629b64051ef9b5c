import { uuidFrom } from '../state/random.ts';
import type { JobRow, TemplateRow, VersionRow } from '../state/rows.ts';
import type { Store } from '../state/store.ts';
import { EVERY_KIND, PARAMETERS, presetsOfEveryKind, smallPreset } from './parameters.ts';

/** The templates of the seed and their versions. */

/** Milliseconds. */
export const DAY = 86_400_000;

export const ORGANIZATION_ID = 'f7ff79d7-a5da-4689-9961-1f5d1cdc9137';

const TEMPLATES: (Partial<TemplateRow> & Pick<TemplateRow, 'name' | 'flavor'>)[] = [
  { name: 'docker', flavor: 'docker', displayName: 'Docker Containers', icon: '/icon/docker.png' },
  {
    name: 'kubernetes',
    flavor: 'kubernetes',
    displayName: 'Kubernetes Deployment',
    icon: '/icon/k8s.png',
    dailyCost: 12,
  },
  { name: 'aws-linux', flavor: 'aws', displayName: 'AWS EC2 (Linux)', icon: '/icon/aws.svg', dailyCost: 40 },
  // Owners only may cancel here, and only the active version may be built.
  {
    name: 'locked-down',
    flavor: 'docker',
    displayName: 'Locked down',
    allowUserCancel: false,
    requireActiveVersion: true,
  },
  {
    name: 'classic',
    flavor: 'docker',
    displayName: 'Classic parameters',
    classicParameterFlow: true,
    autostartAllowed: false,
  },
  { name: 'hidden', flavor: 'docker', displayName: 'Hidden', readable: false },
  { name: 'tasks', flavor: 'aws', displayName: 'Coding agents', aiTask: true, icon: '/icon/claude.svg' },
  { name: 'oslo', flavor: 'kubernetes', displayName: 'Oslo data center', deprecated: true },
];

/** What a template has unless it says otherwise. */
const ORDINARY = {
  organizationId: ORGANIZATION_ID,
  displayName: '',
  description: '',
  icon: '',
  allowUserCancel: true,
  requireActiveVersion: false,
  classicParameterFlow: false,
  autostartAllowed: true,
  deprecated: false,
  deleted: false,
  readable: true,
  aiTask: false,
  dailyCost: 0,
};

const VERSION_NAMES = ['quiet_heron7', 'brave_otter2', 'eager_lynx9', 'mellow_finch4'];

export function seedTemplates(store: Store): void {
  const start = store.now();
  for (const [index, input] of TEMPLATES.entries()) {
    const template: TemplateRow = {
      ...ORDINARY,
      id: uuidFrom(`template/${input.name}`),
      activeVersionId: uuidFrom(`version/${input.name}/2`),
      createdAt: start - (300 - index) * DAY,
      ...input,
    };
    store.templates.set(template.id, template);
    for (const number of [1, 2]) {
      addVersion(store, template, {
        id: uuidFrom(`version/${template.name}/${number}`),
        name: VERSION_NAMES[(index + number) % VERSION_NAMES.length] ?? `v${number}`,
        createdAt: start - (number === 1 ? 200 : 30) * DAY,
      });
    }
  }
  seedLab(store);
}

/** A template to build a form for: every kind of parameter, presets, an archived version, and one still importing. */
function seedLab(store: Store): void {
  const start = store.now();
  const active = uuidFrom('version/lab/3');
  const lab: TemplateRow = {
    ...ORDINARY,
    id: uuidFrom('template/lab'),
    name: 'lab',
    displayName: 'Lab',
    description: 'Shows what a form can ask for.',
    icon: '/emojis/1f9ea.png',
    flavor: 'docker',
    activeVersionId: active,
    createdAt: start - 120 * DAY,
  };
  store.templates.set(lab.id, lab);
  const add = (number: number, days: number, rest: Parameters<typeof addVersion>[2] = {}): void => {
    const id = uuidFrom(`version/lab/${number}`);
    const createdAt = start - days * DAY;
    const form = { parameters: EVERY_KIND, presets: presetsOfEveryKind(id), readme: LAB_README };
    addVersion(store, lab, { ...form, id, name: `lab_${number}`, createdAt, ...rest });
  };
  add(1, 110, { archived: true, parameters: [], presets: [] });
  add(2, 60, { message: 'Adds sizes' });
  add(3, 10, { message: 'Adds tools and labels' });
  add(4, 0, { job: { startedAt: start, completedAt: null, updatedAt: start } });
}

const LAB_README = '# Lab\n\nA workspace to try things in. Its form has *one of each* kind of parameter.\n';

/** Adds an imported version of a template; the job tells how the import went. */
export function addVersion(
  store: Store,
  template: TemplateRow,
  input: Partial<Omit<VersionRow, 'job'>> & { job?: Partial<JobRow> } = {},
): VersionRow {
  const at = input.createdAt ?? store.now();
  const id = input.id ?? store.random.uuid();
  const tags: Record<string, string> = { owner: '', scope: 'organization' };
  if (template.name === 'oslo') tags.datacenter = 'oslo';
  const createdBy = store.userByName('tara')?.id ?? '';
  const version: VersionRow = {
    templateId: template.id,
    name: `version_${store.versions.size + 1}`,
    message: '',
    readme: '',
    archived: false,
    createdBy,
    parameters: PARAMETERS[template.flavor],
    presets: [smallPreset(id, template.flavor)],
    tags,
    legacySchemas: false,
    tagProblem: null,
    ...input,
    id,
    createdAt: at,
    job: {
      id: uuidFrom(`import/${id}`),
      type: 'template_version_import',
      buildId: null,
      versionId: id,
      createdAt: at,
      startedAt: at + 212,
      completedAt: at + 9_120,
      canceledAt: null,
      updatedAt: at + 9_120,
      error: '',
      errorCode: '',
      inputError: '',
      workerId: uuidFrom('daemon/built-in-1'),
      fileId: uuidFrom(`file/${id}`),
      tags,
      organizationId: template.organizationId,
      initiatorId: createdBy,
      logs: [],
      logBytes: 0,
      logsOverflowed: false,
      ...input.job,
    },
  };
  store.versions.set(id, version);
  store.jobs.set(version.job.id, version.job);
  return version;
}
