import { createHash } from 'node:crypto';

/** A seeded random number generator (mulberry32), so that the same seed gives the same data. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A float in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** An integer in [low, high]. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.integer(0, items.length - 1)];
    if (item === undefined) throw new RangeError('pick() needs a non-empty list');
    return item;
  }

  hex(length: number): string {
    let text = '';
    while (text.length < length) text += this.integer(0, 15).toString(16);
    return text;
  }

  uuid(): string {
    const hex = this.hex(32);
    return asUuid(`${hex.slice(0, 12)}4${hex.slice(13, 16)}${'89ab'[this.integer(0, 3)]}${hex.slice(17)}`);
  }
}

function asUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** The same UUID for the same text: apps keep their id as long as Terraform keeps the resource. */
export function uuidFrom(text: string): string {
  const hex = createHash('sha1').update(text).digest('hex');
  return asUuid(`${hex.slice(0, 12)}4${hex.slice(13, 16)}8${hex.slice(17, 32)}`);
}

export const ZERO_UUID = '00000000-0000-0000-0000-000000000000';

/**
 * Reads a UUID in the four forms that Coder accepts and returns the canonical one; `error` is the decoder's
 * text otherwise.
 */
export function parsePathUuid(raw: string): { id: string } | { error: string } {
  let text = raw;
  if (text.length === 45) {
    if (!text.toLowerCase().startsWith('urn:uuid:')) return { error: `invalid urn prefix: "${raw.slice(0, 9)}"` };
    text = text.slice(9);
  } else if (text.length === 38) {
    if (!text.startsWith('{') || !text.endsWith('}')) return { error: 'invalid bracketed UUID format' };
    text = text.slice(1, -1);
  } else if (text.length === 32) {
    text = asUuid(text);
  } else if (text.length !== 36) {
    return { error: `invalid UUID length: ${Buffer.byteLength(raw)}` };
  }
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)) {
    return { error: 'invalid UUID format' };
  }
  return { id: text.toLowerCase() };
}
