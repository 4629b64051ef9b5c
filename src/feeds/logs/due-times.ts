/** When each thing that a feed does at Coder is due, in milliseconds; infinity: it is not. */
export class DueTimes {
  /** The next socket. */
  connect = 0;
  /** The next plain read. */
  read = Number.POSITIVE_INFINITY;
  /** The next look at the job's status. */
  status = Number.POSITIVE_INFINITY;
  /** Until then the upstream, or a proxy before it, has asked to be left alone. */
  #notBefore = 0;

  /** Nothing is to be done for so long. */
  pause(now: number, ms = 0): void {
    this.#notBefore = Math.max(this.#notBefore, now + ms);
  }

  endPause(): void {
    this.#notBefore = 0;
  }

  /** Puts off what would be due too early. */
  applyPause(): void {
    this.status = Math.max(this.status, this.#notBefore);
    this.read = Math.max(this.read, this.#notBefore);
    this.connect = Math.max(this.connect, this.#notBefore);
  }

  /** The first of them. A read, a socket and a status check that are under way set the next time themselves. */
  next({ checking, busy }: { checking: boolean; busy: boolean }): number {
    const status = checking ? Number.POSITIVE_INFINITY : this.status;
    const connect = checking ? Number.POSITIVE_INFINITY : this.connect;
    return busy ? status : Math.min(status, this.read, connect);
  }
}
