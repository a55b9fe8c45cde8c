// For the tests of this repository only; not in the published package.
export { chromiumOptions } from './chromium-options.ts';
export { createFakeFrontendApi, FAKE_CODE, type FakeFrontendApi } from './fake-frontend-api.ts';
export { launchChromium } from './launch-chromium.ts';
export { serveFakeFrontendApi } from './serve-fake-frontend-api.ts';
