/** Prefixes of ids: prefix + `_` + 27 characters of sortable base62 (frontend-api.md 4.12). */
export const idPrefixes = {
  application: 'app',
  instance: 'ins',
  secretKey: 'key',
  signingKey: 'kid',
  event: 'evt',
  user: 'user',
  identification: 'idn',
  verification: 'ver',
  signIn: 'sia',
  signUp: 'sua',
  signInToken: 'sit',
  actorToken: 'act',
  redirectUrl: 'ru',
  allowlistIdentifier: 'alid',
  blocklistIdentifier: 'blid',
  invitation: 'inv',
  client: 'client',
  session: 'sess',
  handshake: 'hsk',
  devBrowser: 'dvb',
  template: 'jtmp',
  mailboxMessage: 'ema',
  platformKey: 'plk',
  organization: 'org',
  organizationMembership: 'orgmem',
  externalAccount: 'eac',
  socialConnection: 'soc',
  oauthAttempt: 'oat',
  trace: 'trace',
} as const;

export type IdPrefix = (typeof idPrefixes)[keyof typeof idPrefixes];

/** Prefixes of keys, as their holders see them. */
export const keyPrefixes = {
  publishableTest: 'pk_test_',
  publishableLive: 'pk_live_',
  secretTest: 'sk_test_',
  secretLive: 'sk_live_',
  platform: 'ak_',
} as const;

/** True for `<prefix>_<27 base62 characters>`, the only form of id that this server makes. */
export function isId(prefix: IdPrefix, text: string): boolean {
  return text.startsWith(`${prefix}_`) && /^[0-9A-Za-z]{27}$/.test(text.slice(prefix.length + 1));
}
