/**
 * The JSON of Coder's REST API. Each object of this folder is written once, as its check; its type on the wire
 * (`Wire`, under Coder's own name) and its type after the check (`Checked`, in `model.ts`) are inferred.
 *
 * Coder says "unset" in four ways: the key is absent, the value is `null`, a time is the zero time, a UUID is the
 * zero UUID. The types on the wire show the first two; the checks turn the other two into `null`. Enums are plain
 * strings because Coder adds values: `schema/foundation/enums.ts` lists the known ones.
 */

export type Uuid = string;
/** RFC 3339 with 0 to 6 fraction digits; the zone is normally `Z`, but an offset is possible. */
export type Time = string;

/** The id of a log line: an int64 of one sequence over all jobs. A bigint only from 2^53 on. */
export type LogId = number | bigint;
