import { CircleStop, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useQuery } from 'urql';
import { graphql } from '../generated/index.ts';
import { startPath } from '../routes.ts';
import { ActionButton } from './action-button.tsx';
import { isActive } from './availability.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { useCancelBuild } from './use-actions.ts';
import { useWhyNot } from './use-why-not.ts';

const ActionsOfBuild = graphql(`
  query ActionsOfBuild($id: ID!) {
    build(id: $id) {
      id
      buildNumber
      status
      transition
      templateVersion {
        id
        uuid
      }
      workspace {
        ...ActionsWorkspace
        uuid
      }
    }
  }
`);

/** Cancel a build that goes on; build again what has ended. */
export function BuildActions({ buildId }: { /** UUID or global id. */ buildId: string }) {
  const [{ data }] = useQuery({ query: ActionsOfBuild, variables: { id: buildId } });
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const whyNot = useWhyNot();
  const { busy, problem, run, forget } = useCancelBuild(buildId);
  const build = data?.build;
  if (!build) return null;

  const { workspace, status } = build;
  const target = { ...workspace, latestBuild: build };
  const close = () => {
    setAsking(false);
    forget();
  };
  const confirm = async () => {
    if (await run()) close();
  };
  if (isActive(status) || asking) {
    return (
      <>
        <ActionButton icon={CircleStop} kind="danger" reason={whyNot('cancel', target)} onClick={() => setAsking(true)}>
          Cancel build
        </ActionButton>
        {asking && (
          <ConfirmDialog
            title={`Cancel build #${build.buildNumber} of ${workspace.name}?`}
            description={
              status === 'PENDING'
                ? 'No provisioner has taken it: it ends at once, and nothing changes.'
                : 'What was made so far stays half done. The build ends when its provisioner does.'
            }
            confirm="Cancel build"
            danger
            busy={busy}
            problem={<ProblemNotice problem={problem} />}
            onConfirm={confirm}
            onClose={close}
          />
        )}
      </>
    );
  }
  if (build.transition !== 'START') return null;
  return (
    <ActionButton
      icon={RotateCw}
      reason={whyNot('start', workspace)}
      onClick={() => navigate(startPath(workspace.uuid, build.templateVersion.uuid))}
    >
      Build again
    </ActionButton>
  );
}
