import { useEffect, useState, useSyncExternalStore } from 'react';
import { LogFollower, type LogSnapshot, type OpenFeed } from './model/log-follower.ts';

/** A log as it is, and how to go on after a failure. */
export interface Log extends LogSnapshot {
  retry: () => void;
}

/**
 * Follows a log while the component is there.
 *
 * @param open Must be the same function as long as it is the same log.
 */
export function useLog(open: OpenFeed): Log {
  const [follower, setFollower] = useState(() => newFollower(open));
  if (follower.open !== open) setFollower(newFollower(open));
  const { log } = follower;
  useEffect(() => log.start(), [log]);
  return { ...useSyncExternalStore(log.subscribe, log.snapshot), retry: () => log.retry() };
}

function newFollower(open: OpenFeed): { open: OpenFeed; log: LogFollower } {
  return { open, log: new LogFollower(open, { nextFrame }) };
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
