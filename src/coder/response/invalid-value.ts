import { GatewayError, type UpstreamFacts } from '../../errors.ts';

/** A value of Coder's JSON that is not what its check expects. */
export class InvalidValueError extends GatewayError {
  /** The object or list of Coder's JSON in which the value stands: it tells which answer the value came with. */
  holder: object | undefined;

  constructor(name: string, expected: string, upstream?: UpstreamFacts) {
    super('UPSTREAM_BAD_RESPONSE', `Coder sent a wrong value for "${name}": expected ${expected}.`, { upstream });
    this.name = 'InvalidValueError';
  }
}
