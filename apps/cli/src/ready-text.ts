import type { ReadyFacts } from './run-server.ts';

/** What `bartleby dev` prints when the server is ready. */
export function describeReadyServer({ url, dashboardUrl, publishableKey, secretKey }: ReadyFacts): string {
  return `
  Bartleby is ready at ${url}

  Dashboard        ${dashboardUrl}
                   (signs you in once, for 15 minutes; \`npx bartleby operators link\` makes another)
  Publishable key  ${publishableKey}
  Secret key       ${secretKey}
  Documentation    ${url}/docs

  For an app of your own: npx bartleby env --for nextjs
  Stop with Ctrl-C; your data stays.

`;
}

/** What `bartleby start` prints: no keys, which logs would keep; the one-time link while no operator has entered. */
export function describeStartedServer({ url, dashboardUrl }: ReadyFacts): string {
  const isOneTimeLink = new URL(dashboardUrl).searchParams.has('ticket');
  const entry = isOneTimeLink ? `Enter the Dashboard, once, within 15 minutes: ${dashboardUrl}\n` : '';
  return `Bartleby is ready at ${url}\n${entry}`;
}
