/** Clients: browsers, known by the secret in their client cookie, which changes at every sign-in. */
export {
  clientSecretHash,
  forgetClient,
  frontendUrlOf,
  originOf,
  proxyUrlOf,
  registerClientAuthentication,
  rememberClient,
} from './authenticate-client.ts';
export { type Client, clientUpdatedAtSeconds } from './client.ts';
export { readCookie } from './client-cookie.ts';
export { countClients, deleteClientSecret, findClient, listClientIds, updateClient } from './client-store.ts';
export { clientUatLines, cookieDomain } from './client-uat-cookie.ts';
export { ensureClient, type IssuedClient } from './ensure-client.ts';
export { findClientByCookie } from './find-client-by-cookie.ts';
export { rotateClientSecret } from './rotate-client-secret.ts';
export { sweepClients } from './sweep-clients.ts';
