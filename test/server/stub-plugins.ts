import { GraphQLSchema } from 'graphql';
import { pino } from 'pino';
import type { Settings } from '../../src/config.ts';
import { builtPage } from '../../src/server/built-page.ts';
import { Documents } from '../../src/server/documents/document-cache.ts';
import { RefusedOrigins } from '../../src/server/http/refused-origins.ts';
import { Accounts } from '../../src/server/limits/account.ts';
import { Admission } from '../../src/server/limits/admission.ts';
import { Connections } from '../../src/server/limits/connections.ts';
import { Load } from '../../src/server/limits/load.ts';
import { UnsentBytes } from '../../src/server/limits/unsent-bytes.ts';
import { Metrics } from '../../src/server/observability/metrics.ts';
import { OperationLog } from '../../src/server/observability/operation-log.ts';
import { OperationReports } from '../../src/server/observability/operation-reports.ts';
import { Readiness } from '../../src/server/observability/readiness.ts';
import { plainPageConfig } from '../../src/server/pages/page-config.ts';
import { pathsUnder } from '../../src/server/paths.ts';
import { pipelinePlugins } from '../../src/server/pipeline.ts';
import { defaultSettings } from '../default-settings.ts';

const tokens = { identify: () => '', isConfirmed: () => true, confirm: async () => {} };

/** All plugins by name, of a gateway that runs nothing. */
export function stubPlugins(settings: Partial<Settings>) {
  return pipelinePlugins({
    settings: defaultSettings(settings),
    schema: new GraphQLSchema({}),
    tokens,
    admission: new Admission({
      settings: defaultSettings(),
      endpoint: '/graphql',
      metrics: new Metrics(),
      load: new Load(),
    }),
    accounts: new Accounts({ tokens, fallbackToken: undefined }),
    createContext: () => {
      throw new Error('no operation runs');
    },
    paths: pathsUnder(''),
    refusedOrigins: new RefusedOrigins(pino({ level: 'silent' })),
    readiness: new Readiness({ probe: async () => {} }),
    connections: new Connections(defaultSettings(), new Metrics()),
    unsentBytes: new UnsentBytes({ log: pino({ level: 'silent' }) }),
    metrics: new Metrics(),
    reports: new OperationReports(
      new Metrics(),
      new OperationLog({ log: pino({ level: 'silent' }), identify: tokens.identify }),
    ),
    documents: new Documents(),
    source: { resolve: (params) => params },
    page: plainPageConfig,
    pageFolder: builtPage,
    heartbeatMs: 1_000,
    planFrom: 2,
    log: pino({ level: 'silent' }),
  });
}
