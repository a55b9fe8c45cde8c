import { fromWire } from './from-wire.ts';

interface Attribute {
  readonly enabled: boolean;
  readonly required: boolean;
}

/** What of the instance's settings (frontend-api 4.1) the screens look at. */
export interface Environment {
  readonly applicationName: string;
  readonly instanceType: 'production' | 'development';
  readonly isSignUpOpen: boolean;
  /** How a mailbox is proved: what of `email_code` and `email_link` the instance has. */
  readonly emailStrategies: readonly string[];
  readonly username: Attribute;
  readonly password: Attribute;
  readonly firstName: Attribute;
  readonly lastName: Attribute;
  readonly passwordMinLength: number;
}

interface EnvironmentJson {
  readonly displayConfig?: { readonly applicationName?: string; readonly instanceEnvironmentType?: string };
  readonly userSettings?: {
    readonly attributes?: Readonly<Record<string, (Attribute & { verifications?: string[] }) | undefined>>;
    readonly signUp?: { readonly mode?: string };
    readonly passwordSettings?: { readonly minLength?: number };
  };
}

const OFF: Attribute = { enabled: false, required: false };
const REQUIRED: Attribute = { enabled: true, required: true };

/** Reads the environment; what is missing gets a default that works. */
export function environmentFrom(json: unknown): Environment {
  const { displayConfig, userSettings } = fromWire<EnvironmentJson>(json ?? {});
  const attribute = (name: string, otherwise = OFF) => {
    const { enabled, required } = userSettings?.attributes?.[name] ?? otherwise;
    return { enabled, required };
  };
  return {
    applicationName: displayConfig?.applicationName ?? '',
    instanceType: displayConfig?.instanceEnvironmentType === 'production' ? 'production' : 'development',
    isSignUpOpen: (userSettings?.signUp?.mode ?? 'public') === 'public',
    emailStrategies: userSettings?.attributes?.emailAddress?.verifications ?? ['email_code'],
    username: attribute('username'),
    password: attribute('password', REQUIRED),
    firstName: attribute('firstName'),
    lastName: attribute('lastName'),
    passwordMinLength: Math.max(userSettings?.passwordSettings?.minLength ?? 8, 8),
  };
}
