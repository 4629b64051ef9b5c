import type { AppRow } from './agent-rows.ts';
import { uuidFrom } from './random.ts';
import type { Flavor, WorkspaceRow } from './rows.ts';

/** The apps of each kind of template: every sharing level, `open_in` value and health occurs. */

type AppPlan = Partial<AppRow> & { slug: string };

const NO_HEALTHCHECK = { url: '', interval: 0, threshold: 0 };

function codeServer(folder: string): AppPlan {
  return {
    slug: 'code-server',
    displayName: 'code-server',
    url: `http://localhost:13337/?folder=${folder}`,
    icon: '/icon/code.svg',
    healthcheck: { url: 'http://localhost:13337/healthz', interval: 5, threshold: 6 },
  };
}

function plansFor(flavor: Flavor, agent: string, workspace: WorkspaceRow): AppPlan[] {
  if (flavor === 'docker') {
    return [
      codeServer('/home/coder'),
      {
        slug: 'preview',
        displayName: 'Preview',
        url: 'http://localhost:3000',
        subdomain: true,
        sharingLevel: 'authenticated',
        openIn: 'tab',
        displayOrder: 1,
      },
      {
        slug: 'pycharm',
        displayName: 'PyCharm',
        url: `jetbrains://gateway/coder?workspace=${workspace.name}&agent=${agent}`,
        external: true,
        icon: '/icon/pycharm.svg',
        group: 'JetBrains',
        tooltip: 'Needs **JetBrains Toolbox**.',
        displayOrder: 2,
      },
    ];
  }
  if (flavor === 'kubernetes') {
    if (agent !== 'main') {
      return [{ slug: '8080', url: 'http://localhost:8080', subdomain: true, sharingLevel: 'public', openIn: 'tab' }];
    }
    return [
      codeServer('/workspaces'),
      {
        slug: 'grafana',
        displayName: 'Grafana <dev>',
        url: 'http://localhost:3001',
        sharingLevel: 'organization',
        subdomain: true,
        healthcheck: { url: 'http://localhost:3001/api/health', interval: 10, threshold: 3 },
        displayOrder: 1,
      },
      { slug: 'htop', displayName: 'htop', command: 'htop --tree', icon: '/icon/terminal.svg', displayOrder: 2 },
    ];
  }
  if (agent !== 'dev') return [{ slug: 'metrics', url: 'http://localhost:9100/metrics', hidden: true }];
  return [
    codeServer('/home/ubuntu/src'),
    {
      slug: 'agent-tui',
      displayName: 'Coding agent',
      command: 'tmux attach -t agent',
      icon: '/icon/claude.svg',
      sharingLevel: 'owner',
      displayOrder: 1,
    },
    {
      slug: 'docs',
      displayName: 'Docs',
      url: 'https://docs.example.com/aws',
      external: true,
      openIn: 'window',
      displayOrder: 2,
    },
  ];
}

export function blueprintApps(workspace: WorkspaceRow, flavor: Flavor, agent: string): AppRow[] {
  return plansFor(flavor, agent, workspace).map((plan) => {
    const healthcheck = plan.healthcheck ?? NO_HEALTHCHECK;
    return {
      id: uuidFrom(`${workspace.id}/${agent}/${plan.slug}`),
      url: '',
      external: false,
      displayName: '',
      command: '',
      icon: '',
      subdomain: false,
      sharingLevel: 'owner',
      group: '',
      hidden: false,
      openIn: 'slim-window',
      tooltip: '',
      displayOrder: 0,
      statuses: [],
      ...plan,
      healthcheck,
      health: healthcheck.url === '' ? 'disabled' : 'initializing',
    };
  });
}
