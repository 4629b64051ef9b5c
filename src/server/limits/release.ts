/** Ends what was counted; calling it again does nothing. */
export type Release = () => void;

/** Makes a release of a function that must not run twice: whoever holds one may call it on every way out. */
export function once(release: () => void): Release {
  let released = false;
  return () => {
    if (!released) release();
    released = true;
  };
}
