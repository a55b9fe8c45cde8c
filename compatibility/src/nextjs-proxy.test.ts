import { describeStockApp } from './stock-app-flows.ts';

const PROXY = `import { clerkMiddleware } from '@clerk/nextjs/server';

export default clerkMiddleware({ frontendApiProxy: { enabled: true } });

export const config = {
  matcher: ['/((?!_next|.*\\\\..*).*)', '/(api|trpc)(.*)', '/__clerk/(.*)'],
};
`;

describeStockApp('@clerk/nextjs, built, everything on the app’s own origin', {
  framework: 'nextjs-clerk-proxy',
  mode: 'production',
  waiting: true,
  files: { 'proxy.ts': PROXY },
  frontendApi: (_, { url }) => `${url}/__clerk`,
});
