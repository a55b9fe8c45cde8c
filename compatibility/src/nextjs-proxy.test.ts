import { fencedBlocks, onlyBlock } from '@bartleby/e2e/reading';
import { describeStockApp } from './stock-app-flows.ts';

/** As the guide to moving an app has it. */
const { code } = onlyBlock(
  fencedBlocks('docs/guides/move-a-clerk-app.md'),
  ({ words }) => words === 'run=proxy',
);

describeStockApp('@clerk/nextjs, built, everything on the app’s own origin', {
  framework: 'nextjs-clerk-proxy',
  mode: 'production',
  thorough: true,
  files: { 'proxy.ts': code },
  frontendApi: (_, { url }) => `${url}/__clerk`,
});
