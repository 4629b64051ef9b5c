/** What a gateway shows on its page of metrics. */
export class GatewayMetrics {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  static async of(port: number): Promise<GatewayMetrics> {
    const response = await fetch(`http://127.0.0.1:${port}/metrics`);
    return new GatewayMetrics(await response.text());
  }

  /** The sum of the series of this name that have all of these labels. */
  sum(name: string, ...labels: readonly string[]): number {
    return this.#text
      .split('\n')
      .filter((line) => line.startsWith(name) && /^[{ ]/.test(line.slice(name.length)))
      .filter((line) => labels.every((label) => line.includes(label)))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  }
}
