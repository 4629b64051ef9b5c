/** Fields by the name that the answers of all servers have; a nested list is what is selected below a field. */
type Selection = readonly (string | readonly [string, Selection])[];

const app: Selection = ['uuid', 'slug', 'displayName', 'url', 'health', 'hidden', 'sharingLevel'];

const agent: Selection = [
  'uuid',
  'name',
  'status',
  'lifecycleState',
  'createdAt',
  'updatedAt',
  'lastConnectedAt',
  'architecture',
  'operatingSystem',
  'version',
  ['apps', app],
];

/** A build in depth: all that one REST call gives of it. */
const build: Selection = [
  'uuid',
  'buildNumber',
  'status',
  'transition',
  'reason',
  'createdAt',
  'updatedAt',
  'deadline',
  'dailyCost',
  ['job', ['uuid', 'status', 'createdAt', 'startedAt', 'completedAt', 'queuePosition']],
  ['resources', ['uuid', 'name', 'type', 'dailyCost', ['agents', agent]]],
];

const buildWithParameters: Selection = [...build, ['parameters', ['name', 'value']]];

/** The selection as a document writes it, with the names that a schema has. */
function print(selection: Selection, name: (field: string) => string): string {
  return selection
    .map((field) => (typeof field === 'string' ? name(field) : `${name(field[0])} { ${print(field[1], name)} }`))
    .join(' ');
}

/** For a schema in camel case, such as this gateway's. */
const asNamed = (field: string) => field;

/** For a schema that has Coder's own names. */
const asRest = (field: string) => {
  const rest = field === 'uuid' ? 'id' : field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return rest === field ? field : `${field}: ${rest}`;
};

export const camelCase = { build: print(build, asNamed), buildWithParameters: print(buildWithParameters, asNamed) };
export const snakeCase = { build: print(build, asRest), buildWithParameters: print(buildWithParameters, asRest) };
