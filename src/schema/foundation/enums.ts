import { closedEnum, openEnum } from './open-enum.ts';

export const Transition = openEnum('Transition', 'What a build does to its workspace (REST: `transition`).', {
  START: ['start', 'Starts the workspace, or replaces a started one.'],
  STOP: ['stop', 'Stops the workspace; only persistent resources stay.'],
  DELETE: ['delete', 'Deletes the workspace.'],
});

export const BuildStatus = openEnum(
  'BuildStatus',
  'The state of a build, which Coder derives from its job and transition (REST: `status` of a build). The state of a workspace is that of its latest build.',
  {
    PENDING: ['pending', 'Queued; no provisioner has taken the job.'],
    STARTING: ['starting', 'A start is being provisioned.'],
    RUNNING: ['running', 'The start has succeeded.'],
    STOPPING: ['stopping', 'A stop is being provisioned.'],
    STOPPED: ['stopped', 'The stop has succeeded.'],
    FAILED: ['failed', 'The job has failed; after a failed stop, compute may still run.'],
    CANCELING: ['canceling', 'A cancellation was asked for; the provisioner has not yet ended.'],
    CANCELED: ['canceled', 'Canceled before a provisioner took it, or after the work was done.'],
    DELETING: ['deleting', 'A deletion is being provisioned.'],
    DELETED: ['deleted', 'The deletion has succeeded.'],
  },
);

export const BuildOutcome = closedEnum('BuildOutcome', 'What became of a build.', {
  ACTIVE: ['ACTIVE', 'Its job has not ended, though it may be being canceled.'],
  SUCCEEDED: ['SUCCEEDED', 'Its job has succeeded.'],
  FAILED: ['FAILED', 'Its job has failed, and nobody had asked to cancel it.'],
  CANCELED: ['CANCELED', 'Somebody asked to cancel it, and it did not succeed, whatever its `status` says.'],
});

export const BuildReason = openEnum('BuildReason', 'Why a build was made (REST: `reason`).', {
  INITIATOR: ['initiator', 'A person asked for it, without saying from where.'],
  AUTOSTART: ['autostart', "The workspace's schedule."],
  AUTOSTOP: ['autostop', 'The deadline of the previous build.'],
  DORMANCY: ['dormancy', 'The workspace was unused for too long.'],
  DASHBOARD: ['dashboard', "Coder's web UI."],
  CLI: ['cli', "Coder's command line."],
  SSH_CONNECTION: ['ssh_connection', 'An SSH connection that needed the workspace.'],
  VSCODE_CONNECTION: ['vscode_connection', 'A connection from VS Code.'],
  JETBRAINS_CONNECTION: ['jetbrains_connection', 'A connection from a JetBrains IDE.'],
  TASK_AUTO_PAUSE: ['task_auto_pause', 'An idle task was paused.'],
  TASK_MANUAL_PAUSE: ['task_manual_pause', 'A person paused the task.'],
  TASK_RESUME: ['task_resume', 'A task was resumed.'],
  AUTODELETE: ['autodelete', 'A dormant workspace reached its deletion time.'],
  FAILEDSTOP: ['failedstop', 'Old builds only: the stop after a failed build.'],
});

export const JobStatus = openEnum('JobStatus', 'The state of a provisioner job (REST: `job.status`).', {
  PENDING: ['pending', 'Queued.'],
  RUNNING: ['running', 'A provisioner works on it.'],
  SUCCEEDED: ['succeeded', 'Ended without error.'],
  CANCELING: ['canceling', 'A cancellation was asked for.'],
  CANCELED: ['canceled', 'Ended by a cancellation, without error.'],
  FAILED: ['failed', 'Ended with an error; look at `canceledAt` to tell a cancellation.'],
});

export const JobType = openEnum('JobType', 'What a provisioner job is for (REST: `job.type`).', {
  TEMPLATE_VERSION_IMPORT: ['template_version_import', 'Imports a template version.'],
  WORKSPACE_BUILD: ['workspace_build', 'Builds a workspace.'],
  TEMPLATE_VERSION_DRY_RUN: ['template_version_dry_run', 'Plans a template version without applying it.'],
});

export const JobErrorCode = openEnum('JobErrorCode', 'Why a job failed, where Coder knows (REST: `job.error_code`).', {
  REQUIRED_TEMPLATE_VARIABLES: ['REQUIRED_TEMPLATE_VARIABLES', 'The template lacks the value of a variable.'],
  INSUFFICIENT_QUOTA: ['INSUFFICIENT_QUOTA', "The owner's quota does not cover the build's cost."],
  MISSING_TEMPLATE_PARAMETER: ['MISSING_TEMPLATE_PARAMETER', 'The build lacks the value of a parameter.'],
});

export const LogLevel = openEnum('LogLevel', 'Severity of a log line (REST: `log_level`, `level`), least first.', {
  TRACE: ['trace', 'Trace.'],
  DEBUG: ['debug', 'Debug.'],
  INFO: ['info', 'Information.'],
  WARN: ['warn', 'Warning.'],
  ERROR: ['error', 'Error.'],
});

export const LogSource = openEnum('LogSource', 'Who wrote a build log line (REST: `log_source`).', {
  PROVISIONER_DAEMON: ['provisioner_daemon', 'The daemon that runs the job: stage markers.'],
  PROVISIONER: ['provisioner', 'What the daemon runs: normally Terraform.'],
});

export const AgentStatus = openEnum(
  'AgentStatus',
  'Whether an agent is connected, as Coder sees it at the moment of the read (REST: `agent.status`).',
  {
    CONNECTING: ['connecting', 'Has not connected yet.'],
    CONNECTED: ['connected', 'Connected.'],
    DISCONNECTED: ['disconnected', 'Was connected and is not any more.'],
    TIMEOUT: ['timeout', 'Has not connected within `connectionTimeoutSeconds`.'],
  },
);

export const AgentLifecycleState = openEnum(
  'AgentLifecycleState',
  'How far an agent is with its startup and shutdown scripts (REST: `lifecycle_state`).',
  {
    CREATED: ['created', 'Nothing has begun.'],
    STARTING: ['starting', 'Startup scripts run.'],
    START_TIMEOUT: ['start_timeout', 'Startup scripts take longer than they should.'],
    START_ERROR: ['start_error', 'A startup script has failed.'],
    READY: ['ready', 'Startup scripts are done.'],
    SHUTTING_DOWN: ['shutting_down', 'Shutdown scripts run.'],
    SHUTDOWN_TIMEOUT: ['shutdown_timeout', 'Shutdown scripts take longer than they should.'],
    SHUTDOWN_ERROR: ['shutdown_error', 'A shutdown script has failed.'],
    OFF: ['off', 'Shut down.'],
  },
);

export const AgentScriptStatus = openEnum('AgentScriptStatus', "How a script's latest run ended (REST: `status`).", {
  OK: ['ok', 'Exit code 0.'],
  EXIT_FAILURE: ['exit_failure', 'Another exit code.'],
  TIMED_OUT: ['timed_out', 'Ran longer than its timeout.'],
  PIPES_LEFT_OPEN: ['pipes_left_open', 'Ended, but left its output open.'],
});

export const AgentSubsystem = openEnum('AgentSubsystem', 'What an agent runs inside (REST: `subsystems`).', {
  ENVBOX: ['envbox', 'envbox.'],
  ENVBUILDER: ['envbuilder', 'envbuilder.'],
  EXECTRACE: ['exectrace', 'exectrace.'],
});

export const DisplayApp = openEnum('DisplayApp', "A built-in app that Coder's UI offers (REST: `display_apps`).", {
  VSCODE: ['vscode', 'VS Code Desktop.'],
  VSCODE_INSIDERS: ['vscode_insiders', 'VS Code Insiders.'],
  WEB_TERMINAL: ['web_terminal', 'The web terminal.'],
  PORT_FORWARDING_HELPER: ['port_forwarding_helper', 'The port forwarding helper.'],
  SSH_HELPER: ['ssh_helper', 'The SSH helper.'],
});

export const StartupScriptBehavior = openEnum(
  'StartupScriptBehavior',
  'Whether a login waits for the startup scripts (REST: `startup_script_behavior`).',
  {
    BLOCKING: ['blocking', 'At least one startup script blocks the login.'],
    NON_BLOCKING: ['non-blocking', 'None does.'],
  },
);

export const AppHealth = openEnum('AppHealth', 'The health of an app (REST: `app.health`).', {
  DISABLED: ['disabled', 'The app has no health check.'],
  INITIALIZING: ['initializing', 'Not checked yet.'],
  HEALTHY: ['healthy', 'The last check has passed.'],
  UNHEALTHY: ['unhealthy', 'As many checks in a row as the threshold says have failed.'],
});

export const AppSharingLevel = openEnum('AppSharingLevel', 'Who may open an app (REST: `sharing_level`).', {
  OWNER: ['owner', "The workspace's owner."],
  AUTHENTICATED: ['authenticated', 'Every user who is signed in.'],
  ORGANIZATION: ['organization', "Every member of the workspace's organization."],
  PUBLIC: ['public', 'Everybody.'],
});

export const AppOpenIn = openEnum('AppOpenIn', 'Where an app opens (REST: `open_in`).', {
  SLIM_WINDOW: ['slim-window', 'A window without browser controls.'],
  TAB: ['tab', 'A browser tab.'],
  WINDOW: ['window', 'A browser window; old apps only.'],
});

export const AppStatusState = openEnum('AppStatusState', 'What an app says that it does (REST: `status.state`).', {
  WORKING: ['working', 'At work.'],
  IDLE: ['idle', 'Waiting.'],
  COMPLETE: ['complete', 'Done.'],
  FAILURE: ['failure', 'Failed.'],
});

export const AutomaticUpdates = openEnum(
  'AutomaticUpdates',
  'Whether a start takes the active template version (REST: `automatic_updates`).',
  { ALWAYS: ['always', 'Always.'], NEVER: ['never', 'Never by itself.'] },
);

export const ShareActorType = openEnum('ShareActorType', 'With whom a workspace is shared (REST: `actor_type`).', {
  GROUP: ['group', 'A group.'],
  USER: ['user', 'A user.'],
});

export const TimingStage = openEnum('TimingStage', 'The stage that a timing belongs to (REST: `stage`).', {
  INIT: ['init', 'Provisioner: `terraform init`.'],
  PLAN: ['plan', 'Provisioner: `terraform plan`.'],
  GRAPH: ['graph', 'Provisioner: `terraform graph`.'],
  APPLY: ['apply', 'Provisioner: `terraform apply`.'],
  START: ['start', 'Agent: a startup script.'],
  STOP: ['stop', 'Agent: a shutdown script.'],
  CRON: ['cron', 'Agent: a scheduled script.'],
  CONNECT: ['connect', 'Agent: from its creation to its first connection.'],
});

export const TemplateParameterType = openEnum(
  'TemplateParameterType',
  'What the values of a parameter are; all are written as text (REST: `type`).',
  {
    STRING: ['string', 'Text.'],
    NUMBER: ['number', 'A number.'],
    BOOL: ['bool', '`true` or `false`.'],
    LIST_STRING: ['list(string)', 'A list of texts, as JSON.'],
  },
);

export const TemplateParameterFormType = openEnum(
  'TemplateParameterFormType',
  'How a form should ask for a parameter (REST: `form_type`).',
  {
    RADIO: ['radio', 'Radio buttons.'],
    DROPDOWN: ['dropdown', 'A list to choose one from.'],
    INPUT: ['input', 'A line of text.'],
    TEXTAREA: ['textarea', 'Several lines of text.'],
    SLIDER: ['slider', 'A slider.'],
    CHECKBOX: ['checkbox', 'A box to tick.'],
    SWITCH: ['switch', 'A switch.'],
    TAG_SELECT: ['tag-select', 'Texts of your own, each a tag.'],
    MULTI_SELECT: ['multi-select', 'A list to choose several from.'],
    ERROR: ['error', 'Nothing: the template defines the parameter wrongly.'],
  },
);

export const TemplateParameterMonotonic = openEnum(
  'TemplateParameterMonotonic',
  'Which way a number may change from build to build (REST: `validation_monotonic`).',
  {
    INCREASING: ['increasing', 'Never down.'],
    DECREASING: ['decreasing', 'Never up.'],
  },
);

export const CreateBuildTransition = closedEnum('CreateBuildTransition', 'What a new build shall do.', {
  START: ['start', 'Start the workspace; a started one is replaced, which ends its sessions.'],
  STOP: ['stop', 'Stop the workspace.'],
  DELETE: ['delete', 'Delete the workspace.'],
});

export const CreateBuildReason = closedEnum(
  'CreateBuildReason',
  'Why a new build is made. Coder ignores it for deletions.',
  {
    DASHBOARD: ['dashboard', 'From a dashboard.'],
    CLI: ['cli', 'From a command line.'],
    SSH_CONNECTION: ['ssh_connection', 'For an SSH connection.'],
    VSCODE_CONNECTION: ['vscode_connection', 'For VS Code.'],
    JETBRAINS_CONNECTION: ['jetbrains_connection', 'For a JetBrains IDE.'],
    TASK_MANUAL_PAUSE: ['task_manual_pause', 'To pause a task.'],
    TASK_RESUME: ['task_resume', 'To resume a task; Coder documents it, but refused it when this was written.'],
  },
);

export const CancelExpectStatus = closedEnum(
  'CancelExpectStatus',
  'The job status that a cancellation expects; Coder refuses it in any other.',
  {
    PENDING: ['pending', 'Cancel only while no provisioner has taken the job.'],
    RUNNING: ['running', 'Cancel only while it runs.'],
  },
);

export const ProvisionerLogLevel = closedEnum('ProvisionerLogLevel', 'How much the provisioner shall log.', {
  DEBUG: ['debug', "Terraform's debug output; administrators only."],
});
