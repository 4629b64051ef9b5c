/** As much of GraphiQL's tabs as the page needs outside of its components. */
export interface OpenTabs {
  tabs: readonly { id: string }[];
  activeTabIndex: number;
}

let active = '';

/** The id of the tab in front. GraphiQL's store is known to components only; this is told of each change. */
export function activeTab(): string {
  return active;
}

export function noteTabs({ tabs, activeTabIndex }: OpenTabs): void {
  active = tabs[activeTabIndex]?.id ?? '';
}
