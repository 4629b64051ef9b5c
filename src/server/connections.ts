/** What clients keep open: the cap of connections counts both kinds. */
export class Connections {
  readonly #limit: number;
  sockets = 0;
  streams = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get full(): boolean {
    return this.sockets + this.streams >= this.#limit;
  }
}
