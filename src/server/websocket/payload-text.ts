import type { FormattedExecutionResult } from 'graphql';
import { type Answer, answerText } from '../../plan/executor/json-text.ts';

/** What `null` as the payload leaves at the end of a message. */
const NULL_PAYLOAD = 'null}';

/**
 * Puts the texts of one socket's results into the messages of graphql-ws as they are. It would read a text to write it
 * again, so it gets a payload that becomes null. That payload is asked for its JSON right before the message is sent.
 */
export class PayloadText {
  #text: string | undefined;

  /** What stands for the result in a message. */
  payloadOf(result: Answer): FormattedExecutionResult {
    const toJSON = () => {
      this.#text = answerText(result);
      return null;
    };
    return { toJSON } as FormattedExecutionResult;
  }

  /** The message that graphql-ws has just written, with the result that stands in it. */
  messageOf(written: string): string {
    const text = this.#text;
    this.#text = undefined;
    return text === undefined ? written : `${written.slice(0, -NULL_PAYLOAD.length)}${text}}`;
  }
}
