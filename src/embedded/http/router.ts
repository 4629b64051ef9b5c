import { type Context, envelope, type Reply } from './http.ts';

export type Handler = (context: Context) => Reply | Promise<Reply>;

export interface Route {
  method: string;
  /** `/api/v2/workspacebuilds/{workspacebuild}`. */
  template: string;
  handler: Handler;
  /** Routes are for signed-in users unless they say otherwise. */
  open: boolean;
  segments: string[];
}

/** A subtree whose checks come before the question whether the rest of the path exists. */
export interface Subtree {
  template: string;
  check: (context: Context) => void;
  /** The answer to callers without a valid token, where it is not the usual one. */
  unauthorized: (() => Reply) | undefined;
  segments: string[];
}

export interface Match {
  route: Route | null;
  params: Record<string, string>;
  /** The methods that the path does have. */
  allowed: string[];
  /** Outermost first. */
  subtrees: Subtree[];
  /** False only for open routes and unknown paths outside every subtree. */
  needsUser: boolean;
  unauthorized: (() => Reply) | undefined;
}

/** The table of routes. */
export class Router {
  readonly #routes: Route[] = [];
  readonly #subtrees: Subtree[] = [];

  add(method: string, template: string, handler: Handler, options: { open?: boolean } = {}): void {
    this.#routes.push({ method, template, handler, open: options.open ?? false, segments: split(template) });
  }

  subtree(
    template: string,
    check: (context: Context) => void = () => undefined,
    options: { unauthorized?: () => Reply } = {},
  ): void {
    this.#subtrees.push({ template, check, unauthorized: options.unauthorized, segments: split(template) });
  }

  find(method: string, path: string): Match {
    const segments = split(path);
    const subtrees = this.#subtrees.filter((tree) => {
      return tree.segments.length <= segments.length && prefixParams(tree.segments, segments) !== null;
    });
    const params: Record<string, string> = {};
    for (const tree of subtrees) Object.assign(params, prefixParams(tree.segments, segments));
    const unauthorized = subtrees.find((tree) => tree.unauthorized !== undefined)?.unauthorized;
    const allowed: string[] = [];
    for (const route of this.#routes) {
      if (route.segments.length !== segments.length) continue;
      const found = prefixParams(route.segments, segments);
      if (found === null) continue;
      if (route.method === method) {
        return { route, params: { ...params, ...found }, allowed: [], subtrees, needsUser: !route.open, unauthorized };
      }
      allowed.push(route.method);
    }
    return { route: null, params, allowed, subtrees, needsUser: subtrees.length > 0, unauthorized };
  }
}

/** What an unknown path or a method that a path does not have is answered with. HEAD is not implied by GET. */
export function noRoute(allowed: readonly string[]): Reply {
  if (allowed.length > 0) return { status: 405, headers: { Allow: allowed.join(', ') } };
  return envelope(404, 'Route not found.');
}

function split(path: string): string[] {
  return path.split('/').slice(1);
}

/** The parameters when the pattern is a prefix of the path. */
function prefixParams(pattern: readonly string[], segments: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) {
      if (segment === '') return null;
      params[part.slice(1, -1)] = decode(segment);
    } else if (part !== segment) return null;
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
