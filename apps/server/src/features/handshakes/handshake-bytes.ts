import { idPrefixes } from '@bartleby/api-contract';
import type { Instance } from '../instances/index.ts';
import { handshakeDirectives } from './handshake-directives.ts';

/** Base62 characters of 32 random bytes, and of what stands behind the prefix of an id. */
const SECRET_CHARACTERS = 43;
const ID_CHARACTERS = 27;
const FIELD = 'set-cookie: \r\n'.length;

/**
 * The bytes of the Set-Cookie fields by which an app's server answers a signed-in browser's handshake. The token is
 * in there twice, under either name of the cookie. The browser itself only carries a nonce, whatever the token weighs.
 */
export function handshakeBytes(
  instance: Instance,
  { appOrigin, tokenBytes }: { appOrigin: string; tokenBytes: number },
): number {
  const handshake = {
    instanceId: instance.id,
    clientId: null,
    appOrigin,
    serverHostname: new URL(instance.frontendApiUrl).hostname,
    devBrowser:
      instance.environmentType === 'development'
        ? `${idPrefixes.devBrowser}_${'x'.repeat(ID_CHARACTERS)}`
        : null,
  };
  const lines = handshakeDirectives(instance, handshake, {
    jwt: '',
    clientUatSeconds: 1_000_000_000,
    refreshToken: 'x'.repeat(SECRET_CHARACTERS),
    refreshMaxAgeSeconds: instance.settings.sessionLifetimeSeconds,
  });
  return lines.reduce((bytes, line) => bytes + FIELD + Buffer.byteLength(line), 2 * tokenBytes);
}
