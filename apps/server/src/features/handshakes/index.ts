/** Handshake and refresh: how an app's server learns who is signed in, through the browser or with an expired token. */
export { registerHandshakesBackendApi } from './backend-api.ts';
export { registerHandshakesFrontendApi } from './frontend-api.ts';
export { handshakeBytes } from './handshake-bytes.ts';
export { requireOneSite, serverOriginOf } from './require-one-site.ts';
export { sweepHandshakes } from './sweep-handshakes.ts';
