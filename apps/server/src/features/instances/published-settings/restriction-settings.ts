/** Who may sign up, and with the lists sign in, by their address (backend-api.md 6.8). */
export interface RestrictionSettings {
  /** Only addresses on the allowlist, and invited ones, may sign up. */
  readonly allowlist: boolean;
  /** Addresses on the blocklist may not sign up. */
  readonly blocklist: boolean;
  /** Off, the lists bind users at sign-in too. */
  readonly allowlistBlocklistDisabledOnSignIn: boolean;
  /** `name+anything@example.com` may not sign up. */
  readonly blockEmailSubaddresses: boolean;
}

export const defaultRestrictionSettings: RestrictionSettings = {
  allowlist: false,
  blocklist: false,
  allowlistBlocklistDisabledOnSignIn: false,
  blockEmailSubaddresses: false,
};
