import type { ApiOptions } from './mount-api.ts';

const FORM_BODY_LIMIT_BYTES = 256 * 1024;
const JSON_BODY_LIMIT_BYTES = 1024 * 1024;

/** How the three APIs and the web differ at the edge (DESIGN decision 2). */
export const apiOptions = {
  frontend: {
    name: 'Frontend API',
    prefix: 'frontend',
    form: true,
    unknown: { body: 'ignore', query: 'ignore' },
    bodyLimitBytes: FORM_BODY_LIMIT_BYTES,
  },
  backend: {
    name: 'Backend API',
    prefix: 'backend',
    form: false,
    unknown: { body: 'refuse', query: 'ignore' },
    bodyLimitBytes: JSON_BODY_LIMIT_BYTES,
  },
  platform: {
    name: 'Platform API',
    prefix: 'platform',
    form: false,
    unknown: { body: 'refuse', query: 'refuse' },
    bodyLimitBytes: JSON_BODY_LIMIT_BYTES,
  },
  web: {
    name: 'server',
    prefix: 'web',
    form: false,
    unknown: { body: 'refuse', query: 'ignore' },
    bodyLimitBytes: 1024,
  },
} as const satisfies Record<string, ApiOptions>;
