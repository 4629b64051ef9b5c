import { UNSAFE } from '../answer-size.ts';

/** JSON that is already written. It stands where the value that it is the text of would stand. */
export class JsonText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  /** For whoever serializes an answer without knowing of written parts: right, but slow. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** The JSON text of a string. */
export function quoted(text: string): string {
  return UNSAFE.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** The JSON text of a serialized leaf, as `JSON.stringify` writes it. */
export function leafText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null';
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      return JSON.stringify(value) ?? 'null';
  }
}

/** A result as it is sent. */
export interface Answer {
  data?: unknown;
  errors?: unknown;
  extensions?: unknown;
}

/** The JSON text of an answer, whose data may be written already; the keys keep their order. */
export function answerText(answer: Answer): string {
  if (!(answer.data instanceof JsonText)) return JSON.stringify(answer);
  let text = '';
  for (const [key, value] of Object.entries(answer)) {
    const written = value instanceof JsonText ? value.text : JSON.stringify(value);
    if (written !== undefined) text += `${text === '' ? '{' : ','}${quoted(key)}:${written}`;
  }
  return `${text}}`;
}
