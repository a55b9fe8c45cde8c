/** What a block is made from: one instance of one server. */
export interface EnvironmentFacts {
  /** Origin of the server, e.g. `http://localhost:1853`. */
  readonly serverUrl: string;
  /** The instance's Frontend API, e.g. `http://localhost:1853/i/app`. */
  readonly frontendApiUrl: string;
  readonly publishableKey: string;
  /** Null when it is not known any more: the block then says where it belongs. */
  readonly secretKey: string | null;
}

/** How the block of one framework is made. */
export interface Recipe {
  readonly title: string;
  readonly variables: (facts: EnvironmentFacts) => readonly (readonly [name: string, value: string])[];
  readonly notes: readonly string[];
}

export const LOCALHOST_NOTE = 'Open your app on http://localhost, not on 127.0.0.1: cookies depend on it.';

const SECRET_PLACEHOLDER = '<your secret key>';

/** The secret key, or where it belongs when it is not known any more. */
export const secret = (facts: EnvironmentFacts) => facts.secretKey ?? SECRET_PLACEHOLDER;

/** Where the app's own sign-in and sign-up pages are. */
export const ownPages = (prefix: string) =>
  [
    [`${prefix}_SIGN_IN_URL`, '/sign-in'],
    [`${prefix}_SIGN_UP_URL`, '/sign-up'],
  ] as const;
