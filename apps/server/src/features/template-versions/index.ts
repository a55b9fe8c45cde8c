/** Two versions of the session token's template beside each other: their text, and what it means for tokens. */
export { registerTemplateVersionsPlatformApi } from './platform-api.ts';
