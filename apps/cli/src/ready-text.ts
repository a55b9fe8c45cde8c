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
