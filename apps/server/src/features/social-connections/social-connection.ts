export type SocialConnectionKind = 'google' | 'github' | 'oidc';

/** How apps name a connection: `oauth_google`, `oauth_github`, or `oauth_custom_<key>`. */
export type SocialStrategy = `oauth_${string}`;

/** A provider that the users of one instance may sign in with. Its secret is no part of it. */
export interface SocialConnection {
  readonly instanceId: string;
  readonly id: string;
  readonly strategy: SocialStrategy;
  readonly kind: SocialConnectionKind;
  /** On the button. */
  readonly name: string;
  readonly logoUrl: string | null;
  /** Where the discovery document is (oidc, google), or whose pages ask for consent (github). Null: the public service. */
  readonly issuer: string | null;
  /** GitHub alone: where its API answers. Null: the public service. */
  readonly apiUrl: string | null;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly enabled: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What is asked for when the operator says nothing else: who it is, and the address. */
export const DEFAULT_SCOPES: Readonly<Record<SocialConnectionKind, readonly string[]>> = {
  google: ['openid', 'email', 'profile'],
  oidc: ['openid', 'email', 'profile'],
  github: ['read:user', 'user:email'],
};

export const DEFAULT_NAMES = { google: 'Google', github: 'GitHub' } as const;

/** The strategy of a kind; `key` counts for oidc alone. */
export const strategyOf = (kind: SocialConnectionKind, key: string): SocialStrategy =>
  kind === 'oidc' ? `oauth_custom_${key}` : `oauth_${kind}`;

/** True for what could name a connection, whether or not there is one. */
export const isSocialStrategy = (text: string | undefined): text is SocialStrategy =>
  text !== undefined && /^oauth_[a-z0-9_]{1,60}$/.test(text);

/** Binds a sealed client secret to its row. */
export const clientSecretContext = (instanceId: string, id: string): string =>
  `social_connections/client_secret/${instanceId}/${id}`;
