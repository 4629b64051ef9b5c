import type { LogSourceNode } from '../../loaders/agents.ts';
import type { AgentNode, AppNode, BuildNode, JobNode, ResourceNode, WorkspaceNode } from '../../loaders/nodes.ts';
import type { TemplateNode, TemplateVersionNode } from '../../loaders/template-nodes.ts';
import { builder } from './builder.ts';

// The types of the graph's spine refer to one another, so their references stand apart from their definitions.

export const WorkspaceRef = builder.objectRef<WorkspaceNode>('Workspace');
export const BuildRef = builder.objectRef<BuildNode>('Build');
export const JobRef = builder.objectRef<JobNode>('Job');
export const ResourceRef = builder.objectRef<ResourceNode>('Resource');
export const AgentRef = builder.objectRef<AgentNode>('Agent');
export const AppRef = builder.objectRef<AppNode>('App');
export const AgentLogSourceRef = builder.objectRef<LogSourceNode>('AgentLogSource');
export const TemplateRef = builder.objectRef<TemplateNode>('Template');
export const TemplateVersionRef = builder.objectRef<TemplateVersionNode>('TemplateVersion');
