import type { JsonObject, JsonValue } from '../json-value.ts';

/** What shortcodes read (claims-language section 2). Names as in the shortcodes; instants in Unix seconds. */
export interface TemplateData {
  user: TemplateUser;
  /** The organization the token is issued for; null when there is none. */
  org: TemplateOrganization | null;
  org_membership: TemplateMembership | null;
  session: TemplateSession;
}

export interface TemplateUser {
  id: string;
  external_id: string | null;
  first_name: string | null;
  last_name: string | null;
  full_name: string | null;
  username: string | null;
  created_at: number;
  updated_at: number;
  last_sign_in_at: number | null;
  primary_email_address: string | null;
  primary_phone_number: string | null;
  primary_web3_wallet: string | null;
  email_verified: boolean;
  phone_number_verified: boolean;
  image_url: string;
  has_image: boolean;
  two_factor_enabled: boolean;
  /** Organization id to role key. May be left out unless the template reads `user.organizations`. */
  organizations?: { [organizationId: string]: string };
  /** May be left out unless the template reads `user.public_metadata`. */
  public_metadata?: JsonObject;
  /** May be left out unless the template reads `user.unsafe_metadata`. */
  unsafe_metadata?: JsonObject;
  /** Minutes since the first and the second factor were verified; -1 for never. */
  factor_verification_age?: [firstFactorMinutes: number, secondFactorMinutes: number] | null;
}

export interface TemplateOrganization {
  id: string;
  name: string;
  slug: string | null;
  /** The full key, as in `org:admin`. */
  role: string;
  image_url: string | null;
  has_image: boolean;
  public_metadata?: JsonObject;
}

export interface TemplateMembership {
  /** Full keys of custom permissions, as in `org:article:publish`. */
  permissions: string[];
  public_metadata?: JsonObject;
}

export interface TemplateSession {
  actor: { sub: string; [key: string]: JsonValue } | null;
  reverification_id: string | null;
}
