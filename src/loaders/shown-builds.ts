import type { Build, Workspace } from '../coder/model.ts';
import type { Uuid } from '../coder/rest/scalars.ts';

/**
 * The builds that Coder has shown to this request, by a read with its token. Only of these may it get what is kept.
 * Builds from elsewhere, such as the snapshot of a feed or the answer to a creation, do not belong here.
 */
export class ShownBuilds {
  readonly #builds = new Map<Uuid, Build>();

  add(build: Build): void {
    this.#builds.set(build.id, build);
  }

  /** The build that a workspace was shown with. */
  addLatestOf({ latest_build }: Workspace): void {
    if (latest_build && !(latest_build instanceof Error)) this.add(latest_build);
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
