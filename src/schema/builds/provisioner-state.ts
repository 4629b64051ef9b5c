import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { builder } from '../foundation/builder.ts';
import { WHOLE_STATE } from '../foundation/costs.ts';

export const ProvisionerStateRef = builder.objectRef<{ bytes: Buffer }>('ProvisionerState').implement({
  description:
    'What the provisioner remembers between builds, normally the Terraform state; it contains secrets (REST: `GET /workspacebuilds/{workspacebuild}/state`). Only those who may update the template see it.',
  fields: (t) => ({
    base64: t.expose('bytes', {
      type: 'Base64',
      description: 'The bytes; empty when there is no state.',
      complexity: WHOLE_STATE,
    }),
    text: t.string({
      nullable: true,
      description: 'The bytes as text; null when they are not UTF-8.',
      complexity: WHOLE_STATE,
      resolve: ({ bytes }) => (isUtf8(bytes) ? bytes.toString('utf8') : null),
    }),
    byteLength: t.int({ description: 'How many bytes.', resolve: ({ bytes }) => bytes.length }),
    sha256: t.string({
      description: 'Hash of the bytes, in lower-case hexadecimal.',
      complexity: WHOLE_STATE,
      resolve: ({ bytes }) => createHash('sha256').update(bytes).digest('hex'),
    }),
  }),
});
