/** Testing tokens: issued to test suites, as the published testing helpers expect. */
export { registerTestingTokensBackendApi } from './backend-api.ts';
export { sweepTestingTokens } from './sweep-testing-tokens.ts';
