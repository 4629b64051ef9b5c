/** How long the load lasts, in seconds; ten minutes is the full size. */
export const SOAK_SECONDS = Number(process.env.SOAK_SECONDS ?? 30);
