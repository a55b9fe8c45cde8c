import { describeStockApp } from './stock-app-flows.ts';

describeStockApp('@clerk/nextjs under `next dev`, configured by the printed block alone', {
  framework: 'nextjs-clerk',
  mode: 'dev',
  thorough: false,
  frontendApi: ({ url }) => `${url}/i/app`,
});
