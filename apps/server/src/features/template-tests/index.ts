/**
 * Tests that are kept with the session token's template and must pass before a version goes live. What a test is,
 * and how it runs, is in packages/claims-template; here it is given the instance's users and cookie.
 */
export { registerTemplateTestsPlatformApi } from './platform-api.ts';
export { requirePassingTests } from './require-passing-tests.ts';
