import { Play } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { useQuery } from 'urql';
import { isRestart } from '../actions/availability.ts';
import { useWhyNot } from '../actions/use-why-not.ts';
import type { Failure } from '../api/failure.ts';
import { useFailure } from '../api/use-failure.ts';
import { useKept } from '../api/use-kept.ts';
import { useReadAgain } from '../api/use-read-again.ts';
import { FailureNotice } from '../layout/failure-notice.tsx';
import { PageHead } from '../layout/page-head.tsx';
import { UnreadPage } from '../layout/unread-page.tsx';
import { workspacePath } from '../routes.ts';
import { BuildStatus } from '../ui/build-status.tsx';
import { Card } from '../ui/card.tsx';
import { Button } from '../ui/controls/button.tsx';
import { Notice } from '../ui/state/notice.tsx';
import { SkeletonRows } from '../ui/state/skeleton.tsx';
import { StartWorkspace, VersionForm } from './documents.ts';
import { StartForm } from './start-form.tsx';
import styles from './start-page.module.css';
import { Changes, FormNotice } from './start-summary.tsx';
import { type Draft, useDraft } from './use-draft.ts';
import { useSendStart } from './use-send-start.ts';
import { useStartForm } from './use-start-form.ts';
import { VersionPicker } from './version-picker.tsx';
import { initialVersion, type StartedWorkspace, versionChoices } from './versions.ts';

/** How often a version that is being imported is asked for. */
const IMPORT_MS = 3_000;

/** Starts, restarts or updates a workspace. */
export function StartPage() {
  const { id = '' } = useParams();
  return <StartById key={id} id={id} />;
}

function StartById({ id }: { id: string }) {
  const draft = useDraft();
  const [{ data, error, fetching }, read] = useQuery({ query: StartWorkspace, variables: { id } });
  const readAgain = useReadAgain(read);
  const failure = useFailure({ error, fetching });
  const workspace = useKept(data?.workspace, failure);
  if (workspace) return <StartOf workspace={workspace} missing={failure} draft={draft} />;
  return <UnreadPage what="workspace" fetching={fetching} failure={failure} onRetry={readAgain} />;
}

interface StartOfProps {
  workspace: StartedWorkspace;
  /** Why a part of it is not known: its template may be hidden. */
  missing: Failure | undefined;
  draft: Draft;
}

function StartOf({ workspace, missing, draft }: StartOfProps) {
  const [address, setAddress] = useSearchParams();
  const version = initialVersion(workspace, address.get('version'));
  const [{ data, error, fetching }, read] = useQuery({
    query: VersionForm,
    variables: { id: version ?? '' },
    pause: version === undefined,
  });
  const readAgain = useReadAgain(read);
  // While another version is read, what is known is still of the one before.
  const known = data?.templateVersion?.uuid === version ? data?.templateVersion : undefined;
  const parameters = known?.parameters ?? undefined;
  const presets = known?.presets ?? [];
  const form = useStartForm(draft, parameters, presets, workspace.latestBuild?.parameters ?? undefined);
  const { busy, problem, send } = useSendStart(workspace.id, form);
  const failure = useFailure({ error, fetching }) ?? (version === undefined ? missing : undefined);
  const importing = failure?.code === 'NOT_READY';

  useEffect(() => {
    if (!importing) return;
    const timer = setInterval(readAgain, IMPORT_MS);
    return () => clearInterval(timer);
  }, [importing, readAgain]);

  const element = useRef<HTMLFormElement>(null);
  const [refusals, setRefusals] = useState(0);
  // An effect: the fields know of their problems only once they are rendered again.
  useEffect(() => {
    if (refusals > 0) focusFirstProblem(element.current);
  }, [refusals]);
  const submit = async () => {
    if (await send(version ?? '')) setRefusals((count) => count + 1);
  };
  const reason = useWhyNot()('start', workspace);
  const versions = versionChoices(workspace);
  const chosen = versions.find(({ uuid }) => uuid === version);
  const verb = verbFor(workspace, chosen);
  const title = `${verb} ${workspace.name}`;
  const choose = (uuid: string) => {
    form.dispatch({ type: 'changeVersion' });
    setAddress({ version: uuid }, { replace: true });
  };
  return (
    <>
      <PageHead
        tab={title}
        crumbs={[
          { text: 'Workspaces', to: '/' },
          { text: `${workspace.owner.username ?? '?'} / ${workspace.name}`, to: workspacePath(workspace.uuid) },
        ]}
        title={title}
        badge={workspace.latestBuild && <BuildStatus status={workspace.latestBuild.status} />}
        facts={workspace.template && <span>{workspace.template.displayName || workspace.template.name}</span>}
      />
      <form
        ref={element}
        noValidate
        className={styles.columns}
        onSubmit={(event) => {
          event.preventDefault();
          if (parameters && !busy && reason === null) void submit();
        }}
      >
        <div className={styles.main}>
          {version !== undefined && (
            <Card title="Version">
              <VersionPicker versions={versions} chosen={version} onChoose={choose} />
            </Card>
          )}
          {importing ? (
            <Notice tone="warn" title={`${chosen?.name ?? 'This version'} is still being imported`}>
              What it asks for is known when that has ended. This page looks again by itself.
            </Notice>
          ) : (
            failure && <FailureNotice failure={failure} onRetry={readAgain} />
          )}
          {parameters && !importing && <StartForm form={form} presets={presets} />}
          {!parameters && !failure && fetching && (
            <Card flush>
              <SkeletonRows label="what the template asks for" />
            </Card>
          )}
        </div>
        <div className={styles.side}>
          <Card title="This build">
            <div className={styles.summary}>
              {chosen && !chosen.isCurrent && (
                <p>
                  {chosen.isActive ? 'Updates to' : 'Uses'} <strong>{chosen.name}</strong>.
                </p>
              )}
              {parameters && <Changes form={form} />}
              {isRestart(workspace) && (
                <Notice tone="warn" title="It is running">
                  This start replaces what runs: open sessions end.
                </Notice>
              )}
              <Button type="submit" kind="primary" icon={Play} busy={busy} disabled={!parameters || reason !== null}>
                {verb}
              </Button>
              {reason && <p className={styles.faint}>{reason}</p>}
              {/* Below the button: above it, it would move the button away while it is pressed. */}
              <FormNotice form={form} problem={problem} />
            </div>
          </Card>
        </div>
      </form>
    </>
  );
}

function verbFor(workspace: StartedWorkspace, chosen: { isActive: boolean; isCurrent: boolean } | undefined): string {
  if (chosen?.isActive && !chosen.isCurrent) return 'Update';
  return isRestart(workspace) ? 'Restart' : 'Start';
}

/** A person who has tried to send the form is taken to what keeps it from being sent. */
function focusFirstProblem(form: HTMLFormElement | null): void {
  const first = form?.querySelector<HTMLElement>('[data-invalid] :is(input, select, textarea):not([type="range"])');
  first?.focus({ preventScroll: true });
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  first?.scrollIntoView({ block: 'center', behavior: isCalm ? 'instant' : 'smooth' });
}
