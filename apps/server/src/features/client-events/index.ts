/**
 * Client events: a line to each browser that tells it when the claims of its next token have changed and when a
 * session has ended. An accelerator: who does not listen learns the same with the next token, within its lifetime.
 */
export { registerClientEventsFrontendApi, watchAfterWrites } from './frontend-api.ts';
