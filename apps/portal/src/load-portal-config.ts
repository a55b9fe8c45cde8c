/** What the portal must know about its instance before it can start: `GET <instance>/v1/portal_config`. */
export interface PortalConfig {
  readonly publishableKey: string;
  readonly applicationName: string;
  readonly isSignUpEnabled: boolean;
  /** Origins that `?redirect_url=` may lead to. */
  readonly allowedRedirectOrigins: readonly string[];
}

export type PortalConfigResult =
  | { readonly outcome: 'found'; readonly config: PortalConfig }
  | { readonly outcome: 'no-such-instance' }
  | { readonly outcome: 'unreachable' };

interface PortalConfigJson {
  readonly publishable_key: string;
  readonly application_name: string;
  readonly sign_up_mode: string;
  readonly redirect_origins: readonly string[];
}

/** Asks for the instance's configuration. Never throws. */
export async function loadPortalConfig(
  instancePath: string,
  ask: typeof fetch = fetch,
): Promise<PortalConfigResult> {
  try {
    const answer = await ask(`${instancePath}/v1/portal_config`);
    if (answer.status === 404) return { outcome: 'no-such-instance' };
    if (!answer.ok) return { outcome: 'unreachable' };
    const json = (await answer.json()) as PortalConfigJson;
    const config = {
      publishableKey: json.publishable_key,
      applicationName: json.application_name,
      isSignUpEnabled: json.sign_up_mode === 'public',
      allowedRedirectOrigins: json.redirect_origins,
    };
    return { outcome: 'found', config };
  } catch {
    return { outcome: 'unreachable' };
  }
}
