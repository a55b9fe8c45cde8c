import type { Finding } from '../diagnostic.ts';
import type { TemplateView } from './template-view.ts';

/** What is set beside the claims of a JWT template. */
export interface JwtSettings {
  readonly lifetimeSeconds: number;
  /** `RS256` for the instance's own key. */
  readonly signingAlgorithm: string;
  /** Whether the template has a key of its own, which is in no JWK Set. */
  readonly hasOwnKey: boolean;
}

/** Something beside the claims that the consumer would refuse, and what to set instead. */
export interface SettingProblem {
  readonly code: 'consumer_setting';
  readonly severity: 'error' | 'warning';
  /** Named as in the API. */
  readonly setting: 'lifetime' | 'signing_algorithm' | 'custom_signing_key';
  readonly message: string;
  /** What would pass. */
  readonly repair: number | string | boolean;
}

/** Where an instance's tokens come from: what a consumer is configured with. */
export interface IssuerUrls {
  readonly issuer: string;
  readonly jwksUrl: string;
}

/** One thing to enter at the consumer. */
export interface ConsumerSetting {
  /** Where it goes, in the consumer's own words. */
  readonly label: string;
  readonly value: string;
}

/** A service that accepts JWTs: a template to begin with, and the service's own documented rules. */
export interface JwtPreset {
  readonly id: string;
  readonly title: string;
  /** What the token is for, in one sentence. */
  readonly purpose: string;
  /** Title and address of the document that the rules come from. */
  readonly source: { readonly title: string; readonly url: string };
  /** A template to begin with, as JSON text. */
  readonly template: string;
  /** Text of the template that everybody replaces by their own; null when there is none. */
  readonly placeholder: { readonly text: string; readonly meaning: string } | null;
  readonly settings: JwtSettings;
  /** Default claims that the consumer wants otherwise; a template with a key of its own may set them. */
  readonly ownClaims: readonly string[];
  /** What the consumer must be told. */
  readonly setup: (urls: IssuerUrls) => readonly ConsumerSetting[];
  readonly checkClaims: (view: TemplateView) => Finding[];
  readonly checkSettings: (settings: JwtSettings) => SettingProblem[];
}
