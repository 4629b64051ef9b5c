import { float, lenient, list, object, required, text, textOrUnset, time } from '../response/check.ts';

export const metadataDescription = object(
  {
    key: required(text),
    display_name: required(text),
    /** Seconds. */
    interval: required(float),
  },
  ['script', 'timeout'],
);

export const metadataResult = object({
  /** The zero time before the first report. */
  collected_at: lenient(time),
  /** Seconds; before the first report, as many as Go can count. */
  age: required(float),
  value: required(text),
  error: lenient(textOrUnset),
});

export const agentMetadataItem = object({
  description: required(metadataDescription),
  result: required(metadataResult),
});

/** All that an agent measures; `data` of each event of its socket. */
export const agentMetadata = list(agentMetadataItem);
