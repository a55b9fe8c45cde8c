import { describeStockApp } from './stock-app-flows.ts';

describeStockApp('@clerk/nextjs, built, configured by the printed block alone', {
  framework: 'nextjs-clerk',
  mode: 'production',
  thorough: true,
  frontendApi: ({ url }) => `${url}/i/app`,
});
