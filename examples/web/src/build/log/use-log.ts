import { useEffect, useState, useSyncExternalStore } from 'react';
import { LogFollower, type LogSnapshot, type OpenFeed } from './model/log-follower.ts';

/** A log as it is, and how to go on after a failure. */
export interface Log extends LogSnapshot {
  retry: () => void;
}

/**
 * Follows a log while the component is there.
 *
 * @param id Of what it is the log of.
 * @param open With another function, such as for another token, the same log goes on behind its last line.
 */
export function useLog(id: string, open: OpenFeed): Log {
  const [follower, setFollower] = useState(() => newFollower(id));
  if (follower.id !== id) setFollower(newFollower(id));
  const { log } = follower;
  useEffect(() => log.start(open), [log, open]);
  return { ...useSyncExternalStore(log.subscribe, log.snapshot), retry: () => log.retry() };
}

function newFollower(id: string): { id: string; log: LogFollower } {
  return { id, log: new LogFollower({ nextFrame }) };
}

/** The pause between two renderings is this many times as long as the one before took, so that a flood leaves time. */
const LEISURE = 3;
let lastTook = 0;

/** A page that is not visible has no frames, and would tell nothing until it is. */
function nextFrame(flush: () => void): void {
  const timed = () => {
    const began = performance.now();
    flush();
    // React has rendered before a task that comes behind.
    setTimeout(() => {
      lastTook = performance.now() - began;
    });
  };
  const pause = lastTook * LEISURE;
  if (document.hidden) setTimeout(timed, 250);
  else if (pause < 16) requestAnimationFrame(timed);
  else setTimeout(() => requestAnimationFrame(timed), Math.min(pause, 500));
}
