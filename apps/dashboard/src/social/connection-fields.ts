import type { SocialConnection, SocialConnectionRequest, SocialKind } from '../platform/resources.ts';

/** What the form holds: texts as typed. */
export interface ConnectionFields {
  readonly kind: SocialKind;
  readonly key: string;
  readonly name: string;
  readonly issuer: string;
  readonly logo_url: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly scopes: string;
  readonly enabled: boolean;
}

export const emptyFields: ConnectionFields = {
  kind: 'google',
  key: '',
  name: '',
  issuer: '',
  logo_url: '',
  client_id: '',
  client_secret: '',
  scopes: '',
  enabled: true,
};

export const fieldsOf = (connection: SocialConnection): ConnectionFields => ({
  ...emptyFields,
  kind: connection.kind,
  name: connection.name,
  issuer: connection.issuer ?? '',
  logo_url: connection.logo_url ?? '',
  client_id: connection.client_id,
  scopes: connection.scopes.join(' '),
  enabled: connection.enabled,
});

/** The request: without what stays as it is, or is not asked for. */
export function requestOf(
  fields: ConnectionFields,
  connection: SocialConnection | null,
): SocialConnectionRequest {
  const { kind, client_id, client_secret, enabled } = fields;
  const scopes = fields.scopes.split(/\s+/).filter(Boolean);
  const oidc = {
    name: fields.name.trim(),
    issuer: fields.issuer.trim(),
    logo_url: fields.logo_url.trim() || null,
  };
  return {
    client_id: client_id.trim(),
    enabled,
    scopes,
    ...(client_secret !== '' && { client_secret }),
    ...(kind === 'oidc' && oidc),
    ...(connection === null && { kind, ...(kind === 'oidc' && { key: fields.key.trim() }) }),
  };
}

export const titleOf = (kind: SocialKind): string =>
  ({ google: 'Google', github: 'GitHub', oidc: 'the provider' })[kind];
