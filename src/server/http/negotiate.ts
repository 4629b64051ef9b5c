/** The parameters of a media range by name; names in lower case. */
export type MediaParameters = ReadonlyMap<string, string | undefined>;

/**
 * Chooses by a client's `Accept` header (RFC 9110, 12.5.1): the offer for the media range that it likes best, of those
 * for which there is one.
 *
 * @param offerFor What can be sent for a media range; undefined: nothing.
 */
export function negotiate<Offer>(
  accept: string | null,
  offerFor: (type: string | undefined, parameters: MediaParameters) => Offer | undefined,
): Offer | undefined {
  let best: { offer: Offer; quality: number } | undefined;
  for (const range of (accept || '*/*').toLowerCase().split(',')) {
    const [type, ...parameters] = range.split(';').map((each) => each.trim());
    const values = new Map(parameters.map((each) => each.split(/\s*=\s*/, 2) as [string, string | undefined]));
    const offer = offerFor(type, values);
    const quality = Number(values.get('q') ?? 1);
    // Of equal ones the first.
    if (offer && quality > (best?.quality ?? 0)) best = { offer, quality };
  }
  return best?.offer;
}
