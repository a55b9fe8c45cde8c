import { createPathMatcher } from '@bartleby/backend/internal';
import type { NextRequest } from 'next/server';

export type RouteMatcher = (request: NextRequest) => boolean;

/** A test of requests by path: `createRouteMatcher(['/dashboard(.*)', '/orgs/:id'])`. */
export function createRouteMatcher(
  routes: string | RegExp | readonly (string | RegExp)[] | RouteMatcher,
): RouteMatcher {
  if (typeof routes === 'function') return routes;
  const matches = createPathMatcher(routes);
  return (request) => matches(request.nextUrl.pathname);
}
