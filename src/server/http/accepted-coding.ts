/** The codings in which answers are sent. */
export type Coding = 'br' | 'gzip';

/** The coding that a client with this `Accept-Encoding` likes best, of equal ones brotli; undefined: it takes neither. */
export function acceptedCoding(acceptEncoding: string): Coding | undefined {
  const qualities = new Map<string, number>();
  for (const range of acceptEncoding.toLowerCase().split(',')) {
    const [coding = '', ...parameters] = range.split(';').map((each) => each.trim());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    qualities.set(coding === 'x-gzip' ? 'gzip' : coding, quality === undefined ? 1 : Number(quality) || 0);
  }
  const of = (coding: Coding) => qualities.get(coding) ?? qualities.get('*') ?? 0;
  if (of('br') === 0 && of('gzip') === 0) return undefined;
  return of('br') >= of('gzip') ? 'br' : 'gzip';
}
