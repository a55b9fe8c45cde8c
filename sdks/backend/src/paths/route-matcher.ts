import { compilePathPattern } from './path-pattern.ts';

type RoutePattern = string | RegExp;

/**
 * Turns patterns into a test of a pathname. The pathname is percent-decoded and repeated slashes count as one,
 * so that `//admin` and `/%61dmin` do not slip past a pattern for `/admin`; a path that cannot be decoded
 * matches nothing and is refused by the middleware.
 */
export function createPathMatcher(
  routes: RoutePattern | readonly RoutePattern[],
): (pathname: string) => boolean {
  const tests = [routes].flat().map((route) => {
    if (route instanceof RegExp) {
      const expression = new RegExp(route.source, route.flags.replace(/[gy]/g, ''));
      return (pathname: string) => expression.test(pathname);
    }
    const match = compilePathPattern(route as string);
    return (pathname: string) => match(pathname) !== null;
  });
  return (pathname) => {
    const normalized = normalizePathname(pathname);
    return normalized !== null && tests.some((test) => test(normalized));
  };
}

/** Decoded, with single slashes; `null` where the percent-encoding is broken. */
export function normalizePathname(pathname: string): string | null {
  try {
    return decodeURI(pathname).replace(/\/{2,}/g, '/');
  } catch {
    return null;
  }
}
