import { ArrowUp, Play, RotateCw, Square, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useQuery } from 'urql';
import { graphql } from '../generated/index.ts';
import { startPath } from '../routes.ts';
import { ActionButton } from './action-button.tsx';
import { isRestart } from './availability.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { useCreateBuild } from './use-actions.ts';
import { useWhyNot } from './use-why-not.ts';

const ActionsOfWorkspace = graphql(`
  query ActionsOfWorkspace($id: ID!) {
    workspace(id: $id) {
      ...ActionsWorkspace
    }
  }
`);

/** Start (with a form), stop, restart, delete a workspace; what `viewerCan` denies is disabled and says why. */
export function WorkspaceActions({ workspaceId }: { /** UUID or global id. */ workspaceId: string }) {
  const [{ data }] = useQuery({ query: ActionsOfWorkspace, variables: { id: workspaceId } });
  const [asking, setAsking] = useState<'STOP' | 'DELETE'>();
  const navigate = useNavigate();
  const whyNot = useWhyNot();
  const { busy, problem, run, forget } = useCreateBuild(workspaceId);
  const workspace = data?.workspace;
  if (!workspace) return null;

  const restart = isRestart(workspace);
  const close = () => {
    setAsking(undefined);
    forget();
  };
  const confirm = async () => {
    if (asking && (await run(asking))) close();
  };
  const cannotStart = whyNot('start', workspace);
  return (
    <>
      {workspace.outdated && (
        <ActionButton
          icon={ArrowUp}
          kind="primary"
          reason={cannotStart}
          onClick={() => navigate(startPath(workspaceId, 'active'))}
        >
          Update
        </ActionButton>
      )}
      <ActionButton
        icon={restart ? RotateCw : Play}
        kind={workspace.outdated ? 'plain' : 'primary'}
        reason={cannotStart}
        onClick={() => navigate(startPath(workspaceId))}
      >
        {restart ? 'Restart' : 'Start'}
      </ActionButton>
      <ActionButton icon={Square} reason={whyNot('stop', workspace)} onClick={() => setAsking('STOP')}>
        Stop
      </ActionButton>
      <ActionButton
        icon={Trash2}
        kind="danger"
        reason={whyNot('delete', workspace)}
        onClick={() => setAsking('DELETE')}
      >
        Delete
      </ActionButton>
      {asking === 'STOP' && (
        <ConfirmDialog
          title={`Stop ${workspace.name}?`}
          description="What runs in it ends, and so do the sessions of everybody who is connected. Files that it keeps stay."
          confirm="Stop workspace"
          busy={busy}
          problem={<ProblemNotice problem={problem} />}
          onConfirm={confirm}
          onClose={close}
        />
      )}
      {asking === 'DELETE' && (
        <ConfirmDialog
          title={`Delete ${workspace.name}?`}
          description="The workspace goes for good, with everything that is in it."
          confirm="Delete workspace"
          danger
          phrase={workspace.name}
          busy={busy}
          problem={<ProblemNotice problem={problem} />}
          onConfirm={confirm}
          onClose={close}
        />
      )}
    </>
  );
}
