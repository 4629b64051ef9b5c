import { useConnection } from '../api/connection.ts';
import { type Action, type ActionTarget, whyNot } from './availability.ts';

/** Why something cannot be done now, as `whyNot`, and that nothing can without a network. */
export function useWhyNot(): (action: Action, target: ActionTarget) => string | null {
  const offline = useConnection() === 'offline';
  return (action, target) => (offline ? 'You are offline.' : whyNot(action, target));
}
