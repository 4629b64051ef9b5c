import type { FeedLine } from '../../examples/web/src/build/log/model/log-store.ts';

/** So many lines of one stage, from an id on. */
export function feedLines(count: number, first = 1, given: Partial<FeedLine> = {}): FeedLine[] {
  return Array.from({ length: count }, (_, index) => ({
    id: String(first + index),
    createdAt: new Date(1_800_000_000_000 + (first + index) * 1_000).toISOString(),
    level: 'INFO',
    source: 'PROVISIONER',
    stage: 'Planning',
    output: `line ${first + index}`,
    ...given,
  }));
}
