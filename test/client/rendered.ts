import { createElement, type ReactElement, StrictMode } from 'react';
import { create, type ReactTestRenderer } from 'react-test-renderer';
import { onTestFinished, vi } from 'vitest';
import { until } from '../e2e/support.ts';

/** What a hook was asked in each render, and what it gave. */
export interface Frame<Options, Given> {
  options: Options;
  given: Given;
}

export interface Rendered<Options, Given> {
  frames: Frame<Options, Given>[];
  last(): Given;
  render(options: Options): void;
  unmount(): void;
}

/** The element, unmounted with the test. */
export function mounted(element: ReactElement): ReactTestRenderer {
  // It says at each call that it is deprecated. What is there in its place needs a DOM, which hooks do not.
  const notice = vi.spyOn(console, 'error').mockImplementationOnce(() => {});
  const root = create(element);
  notice.mockRestore();
  onTestFinished(() => root.unmount());
  return root;
}

/** A component with this hook, unmounted with the test. In `StrictMode` React mounts it twice. */
export async function rendered<Options, Given>(
  useHook: (options: Options) => Given,
  options: Options,
  { strict = false } = {},
): Promise<Rendered<Options, Given>> {
  const frames: Frame<Options, Given>[] = [];
  const Component = ({ options }: { options: Options }) => {
    frames.push({ options, given: useHook(options) });
    return null;
  };
  const element = (given: Options) =>
    createElement(strict ? StrictMode : 'div', undefined, createElement(Component, { options: given }));
  const root = mounted(element(options));
  await until('the first render', () => frames.length > 0);
  return {
    frames,
    last: () => (frames.at(-1) as Frame<Options, Given>).given,
    render: (next) => root.update(element(next)),
    unmount: () => root.unmount(),
  };
}
