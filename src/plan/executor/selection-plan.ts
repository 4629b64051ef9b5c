import type { View } from '../mapping.ts';
import { open } from '../read.ts';
import type { PlannedField, PlannedSelection } from './planned.ts';
import type { Run } from './run.ts';
import type { Write } from './writer.ts';

/** What all plans of one document take together. */
export interface PlanSize {
  /** About. */
  bytes: number;
}

/** Bytes of a document's plans up to which writers are made, which need the plans of all below. */
const MAX_WRITER_BYTES = 2 * 1024 * 1024;

/** The plan of what is selected of an object of one type. */
export class SelectionPlan implements PlannedSelection {
  readonly fields: readonly PlannedField[];
  readonly #size: PlanSize;
  /** By whether they keep texts; made when they are first asked for, there may be none. */
  readonly #writers = new Map<boolean, Write | undefined>();

  constructor(fields: readonly PlannedField[], size: PlanSize) {
    this.fields = fields;
    this.#size = size;
  }

  writer(run: Run, keeps: boolean): Write | undefined {
    if (!this.#writers.has(keeps)) this.#writers.set(keeps, keeps ? this.#makeKeeping(run) : this.#make(run, false));
    return this.#writers.get(keeps);
  }

  source(run: Run): View | 'any' | undefined {
    let found: View | 'any' | undefined = 'any';
    for (const field of this.fields) {
      const source = field.source(run);
      if (source === undefined) return undefined;
      if (source !== 'any') found = source;
    }
    return found;
  }

  /** Keeps the whole text where that can be, else those of parts. */
  #makeKeeping(run: Run): Write | undefined {
    const { texts } = run.source;
    const write = this.writer(run, false);
    if (texts === undefined || write === undefined) return write;
    const view = this.source(run);
    if (view === undefined) return this.#make(run, true);
    return view === 'any' ? write : texts.keeping(write, (node) => open(view, node) as object);
  }

  #make(run: Run, keeps: boolean): Write | undefined {
    const parts: { label: string; write: Write }[] = [];
    for (const field of this.fields) {
      const write = this.#size.bytes > MAX_WRITER_BYTES ? undefined : field.writer(run, keeps);
      if (write === undefined) return undefined;
      parts.push({ label: field.label, write });
    }
    return (node, context, pieces) => {
      pieces.push('{');
      for (const { label, write } of parts) {
        pieces.push(label);
        if (!write(node, context, pieces)) return false;
      }
      pieces.push('}');
      return true;
    };
  }
}
