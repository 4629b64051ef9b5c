/** What every server of the bench is told by its environment. */
export const port = Number(process.env.PORT);

/** Base URL of the upstream, without a slash at the end. */
export const coderUrl = process.env.CODER_URL ?? '';

export const TOKEN_HEADER = 'coder-session-token';
