import { Component, type ReactNode } from 'react';
import { Button } from '../ui/controls/button.tsx';
import { Notice } from '../ui/state/notice.tsx';

/**
 * In the place of a page that throws, a way on. The usual reason is a part of it that is no longer there: the gateway
 * serves a newer build than the one that is open.
 */
export class PageBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Notice
        tone="bad"
        title="This page cannot be shown"
        actions={<Button onClick={() => location.reload()}>Load it again</Button>}
      >
        There may be a newer version of it.
      </Notice>
    );
  }
}
