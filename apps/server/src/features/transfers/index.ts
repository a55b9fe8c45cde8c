/** Users and organizations in and out as a whole: imports that keep ids, exports that an import takes back. */
export { registerTransfersPlatformApi } from './platform-api.ts';
