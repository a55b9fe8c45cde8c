import type { MetadataSchemasResource, ViolatingUsersResource } from '@bartleby/api-contract';
import type { JsonObject, MetadataSchemas, TemplateData } from '@bartleby/claims-template';

/** What the Platform API answers, as on the wire. Times are epoch milliseconds. */
export interface ListOf<T> {
  readonly data: readonly T[];
  readonly total_count: number;
}

export interface Application {
  readonly application_id: string;
  readonly name: string;
  readonly instances: readonly ApplicationInstance[];
}

export interface ApplicationInstance {
  readonly instance_id: string;
  readonly environment_type: string;
  readonly publishable_key: string;
}

export interface InstanceSummary extends ApplicationInstance {
  readonly slug: string;
  readonly frontend_api_url: string;
  readonly issuer: string;
  readonly jwks_url: string;
  readonly application_name: string;
  readonly config_version: string | number;
  readonly user_count: number;
}

export interface SessionConfig {
  readonly claims: JsonObject | null;
  readonly claims_source: string | null;
  /** Of the template; 0 before the first save. */
  readonly version: number;
  /** What must hold before a template goes live: a JSON array. */
  readonly tests: readonly unknown[];
}

export interface InstanceConfig {
  readonly config_version: string;
  readonly config: {
    readonly session: SessionConfig;
    readonly metadata_schemas: MetadataSchemasResource;
  };
}

/** The declared schemas by the paths that shortcodes read them at. */
export function schemasByPath({ config }: InstanceConfig): MetadataSchemas {
  const { public: forPublic, unsafe } = config.metadata_schemas;
  return {
    ...(forPublic && { 'user.public_metadata': forPublic as JsonObject }),
    ...(unsafe && { 'user.unsafe_metadata': unsafe as JsonObject }),
  };
}

/** What a change of the configuration answers. */
export interface ChangedConfig {
  readonly config_version: string;
  readonly after: InstanceConfig['config'];
  /** With a change of metadata schemas: who does not conform. */
  readonly metadata_violations?: ViolatingUsersResource;
}

/** The answer to a change, as the answer to a question. */
export function configAfter({ config_version, after }: ChangedConfig): InstanceConfig {
  return { config_version, config: after };
}

export interface TemplateDataAnswer {
  readonly data: TemplateData;
  readonly default_claims: JsonObject;
  readonly session_id: string | null;
  readonly cookie_name: string;
  readonly header_bytes: number;
}

export interface HeaviestUser {
  readonly user_id: string | null;
  readonly name: string | null;
  readonly cookie_bytes: number;
  readonly users_checked: number;
  readonly users_over_limit: number;
}

export interface UserAddress {
  readonly id: string;
  readonly email_address: string;
  readonly verification: { readonly status: string } | null;
}

export interface User {
  readonly id: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly username: string | null;
  readonly external_id: string | null;
  readonly primary_email_address_id: string | null;
  readonly email_addresses: readonly UserAddress[];
  readonly public_metadata: JsonObject;
  readonly private_metadata: JsonObject;
  readonly unsafe_metadata: JsonObject;
  readonly last_sign_in_at: number | null;
  readonly created_at: number;
}

export interface NewUser {
  readonly email_address: string;
  readonly password?: string;
  readonly first_name?: string;
  readonly last_name?: string;
}

export interface UserNames {
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly username: string | null;
  readonly external_id: string | null;
}

export type MetadataKind = 'public_metadata' | 'private_metadata' | 'unsafe_metadata';

export interface UserSession {
  readonly id: string;
  readonly status: string;
  readonly created_at: number;
  readonly last_active_at: number;
  readonly expire_at: number;
}

export interface SecretKey {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly created_at: number;
  readonly last_used_at: number | null;
  readonly revoked_at: number | null;
}

export type SocialKind = 'google' | 'github' | 'oidc';

export interface SocialConnection {
  readonly id: string;
  readonly strategy: string;
  readonly kind: SocialKind;
  readonly name: string;
  readonly logo_url: string | null;
  readonly issuer: string | null;
  readonly client_id: string;
  readonly scopes: readonly string[];
  readonly enabled: boolean;
}

/** What is said of a connection; what is left out stays. */
export interface SocialConnectionRequest {
  readonly kind?: SocialKind;
  readonly key?: string;
  readonly name?: string;
  readonly issuer?: string;
  readonly logo_url?: string | null;
  readonly client_id: string;
  readonly client_secret?: string;
  readonly scopes: readonly string[];
  readonly enabled: boolean;
}

export interface EnvironmentBlock {
  readonly framework: string;
  readonly title: string;
  readonly block: string;
  readonly notes: readonly string[];
}

export interface MailSummary {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly created_at: number;
  readonly code: string | null;
}

export interface Mail extends MailSummary {
  readonly text: string;
  readonly html: string | null;
}

/** What an operator may do with an application, or with all of them. */
export interface RoleGrant {
  readonly application_id: string | null;
  readonly role: 'owner' | 'viewer';
}

export interface Operator {
  readonly id: string;
  readonly email_address: string | null;
  readonly name: string | null;
  readonly roles: readonly RoleGrant[];
  readonly has_password: boolean;
}
