import { JsonText } from './json-text.ts';

const BEFORE = '{"data":';
const AFTER = '}';

/** The data of an answer for many times: as the bytes of an answer that has nothing else, outside of the heap. */
export class KeptData extends JsonText {
  /** `{"data":…}` */
  readonly answer: Buffer;

  constructor(text: string) {
    super('');
    this.answer = Buffer.from(BEFORE + text + AFTER);
  }

  override get text(): string {
    return this.answer.toString('utf8', BEFORE.length, this.answer.length - AFTER.length);
  }
}

interface DataAnswer {
  data: KeptData;
  extensions?: unknown;
}

/** The JSON of an answer, which `answerText` gives as text. */
export function answerBytes({ data, extensions }: DataAnswer): Buffer {
  const rest = JSON.stringify({ extensions });
  if (rest === '{}') return data.answer;
  return Buffer.concat([data.answer.subarray(0, -AFTER.length), Buffer.from(`,${rest.slice(1)}`)]);
}

/** Whether the answer is data that was kept, and perhaps extensions. */
export function hasKeptData(answer: object): answer is DataAnswer {
  return 'data' in answer && answer.data instanceof KeptData && !('errors' in answer);
}
