import type { Build, Workspace } from '../coder/model.ts';
import { build } from '../coder/rest/build.ts';
import type { Uuid } from '../coder/rest/scalars.ts';
import { workspace } from '../coder/rest/workspace.ts';

/**
 * The builds that Coder has shown to this request, by a read with its token. Only of these may it get what is kept.
 * Builds from elsewhere, such as the snapshot of a feed or the answer to a creation, do not belong here.
 */
export class ShownBuilds {
  readonly #builds = new Map<Uuid, Build>();

  add(shown: Build): void {
    const id = build.peek(shown, 'id');
    if (id !== undefined) this.#builds.set(id, shown);
  }

  /** The build that a workspace was shown with. */
  addLatestOf(shown: Workspace): void {
    const latest = workspace.peek(shown, 'latest_build');
    if (latest) this.add(latest);
  }

  /** As it was shown last; undefined when it was not. */
  get(id: Uuid): Build | undefined {
    return this.#builds.get(id);
  }

  /** What was shown before a write need not be shown after it. */
  clear(): void {
    this.#builds.clear();
  }
}
