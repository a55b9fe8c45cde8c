import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Dependencies } from './dependencies.ts';
import {
  registerAccountsBackendApi,
  registerAccountsFrontendApi,
  registerAccountsPlatformApi,
  registerAvatarsFrontendApi,
  registerEmailAddressesBackendApi,
  registerEmailAddressesFrontendApi,
  registerPasskeysAndWalletsBackendApi,
  registerPasswordsBackendApi,
  registerPhoneNumbersBackendApi,
} from './features/accounts/index.ts';
import {
  clientResponder,
  registerClientFrontendApi,
  registerClientsBackendApi,
} from './features/client-envelope/index.ts';
import { registerClientEventsFrontendApi, watchAfterWrites } from './features/client-events/index.ts';
import { registerClientAuthentication } from './features/clients/index.ts';
import {
  registerConfigFileSchema,
  registerConfigurationsPlatformApi,
  registerDeclaredTypesPlatformApi,
  registerRollbackPlatformApi,
} from './features/configurations/index.ts';
import { registerForecastsPlatformApi } from './features/forecasts/index.ts';
import {
  registerHandshakesBackendApi,
  registerHandshakesFrontendApi,
  requireOneSite,
  serverOriginOf,
} from './features/handshakes/index.ts';
import {
  allowedOriginsOf,
  authenticateInstance,
  authenticateSecretKey,
  registerInstancesBackendApi,
  registerInstancesFrontendApi,
  registerInstancesPlatformApi,
} from './features/instances/index.ts';
import {
  registerJwtTemplatesBackendApi,
  registerJwtTemplatesPlatformApi,
} from './features/jwt-templates/index.ts';
import { registerMailPlatformApi } from './features/mail/index.ts';
import { registerMailedLinksFrontendApi } from './features/mailed-links/index.ts';
import { authenticateOperator, registerOperatorsPlatformApi } from './features/operators/index.ts';
import {
  registerProfileImagesBackendApi,
  registerProfileImagesFrontendApi,
} from './features/profile-images/index.ts';
import { registerRestrictionsListsBackendApi } from './features/restrictions/index.ts';
import { registerReverificationsFrontendApi } from './features/reverifications/index.ts';
import {
  registerSecondFactorsBackendApi,
  registerSecondFactorsFrontendApi,
} from './features/second-factors/index.ts';
import {
  registerSessionTokensBackendApi,
  registerSessionTokensFrontendApi,
  registerSessionTokensPlatformApi,
} from './features/session-tokens/index.ts';
import {
  registerOwnSessionsFrontendApi,
  registerSessionsBackendApi,
  registerSessionsPlatformApi,
} from './features/sessions/index.ts';
import { registerSignInsFrontendApi } from './features/sign-ins/index.ts';
import { registerSignUpsFrontendApi } from './features/sign-ups/index.ts';
import { registerDiscoveryApi, registerSigningKeysBackendApi } from './features/signing-keys/index.ts';
import {
  listSocialSettings,
  registerSocialConnectionsPlatformApi,
} from './features/social-connections/index.ts';
import {
  registerCallbackFrontendApi,
  registerExternalAccountsFrontendApi,
  registerSocialSignInsBackendApi,
  socialSteps,
} from './features/social-sign-ins/index.ts';
import { registerTemplateTestsPlatformApi } from './features/template-tests/index.ts';
import { registerTemplateVersionsPlatformApi } from './features/template-versions/index.ts';
import { registerTestingTokensBackendApi } from './features/testing-tokens/index.ts';
import {
  registerActorTokensBackendApi,
  registerInvitationsBackendApi,
  registerTicketsBackendApi,
} from './features/tickets/index.ts';
import { registerTransfersPlatformApi } from './features/transfers/index.ts';
import { registerUsersBackendApi } from './features/users/index.ts';
import type { ApiContext, ApiInstance } from './http/api-instance.ts';
import { apiOptions } from './http/api-options.ts';
import type { Surface } from './http/choose-api.ts';
import { createHttpServer } from './http/create-http-server.ts';
import { addFloodFence } from './http/flood-fence.ts';
import { countForeground } from './http/foreground/count-foreground.ts';
import { registerHealth } from './http/health.ts';
import { mountApi } from './http/mount-api.ts';
import { addOriginCheck } from './http/origin-check.ts';
import { addClerkBundles } from './http/web/clerk-bundles.ts';
import { addDocsFeedback } from './http/web/docs-feedback.ts';
import { addPages } from './http/web/pages.ts';
import { type WebFiles, webFilesOf } from './http/web/web-files.ts';
import { foregroundOf } from './runtime/foreground/foreground.ts';

export interface AppOptions {
  /** Which APIs this socket serves; everything, unless there is a second one (BARTLEBY_ADMIN_LISTEN). */
  readonly surface?: Surface;
  /** Where built files lie, when not in this repository. */
  readonly webFiles?: WebFiles;
}

/** The composition root: one HTTP server with every feature's routes, mounted by hand. Not yet listening. */
export async function buildApp(
  dependencies: Dependencies,
  options: AppOptions = {},
): Promise<FastifyInstance> {
  const app = createHttpServer(dependencies, options.surface ?? 'everything');
  await mountFrontendApi(app, dependencies);
  await mountBackendApi(app, dependencies);
  await mountPlatformApi(app, dependencies);
  await mountWeb(app, dependencies, options.webFiles ?? webFilesOf(dependencies.config));
  return app;
}

/** What browsers call. */
async function mountFrontendApi(app: FastifyInstance, dependencies: Dependencies): Promise<void> {
  await mountApi(app, apiOptions.frontend, (api) => {
    addFloodFence(api, dependencies.clock);
    countForeground(api, foregroundOf(dependencies));
    api.addHook('onResponse', watchAfterWrites(dependencies));
    api.addHook('onRequest', authenticateInstance(dependencies));
    addOriginCheck(api, ({ instance, viaAppProxy, host }) => ({
      allowedOrigins: allowedOriginsOf(instance),
      viaAppProxy,
      requireOneSite: (origin) =>
        requireOneSite(dependencies, {
          appUrl: new URL(origin),
          serverOrigin: serverOriginOf(dependencies.config, host),
        }),
    }));
    const context = { dependencies, respond: clientResponder(dependencies) };
    registerClientAuthentication(api, context);
    registerInstancesFrontendApi(api, {
      listSocialSettings: (instanceId) => listSocialSettings(dependencies, instanceId),
    });
    registerClientFrontendApi(api, context);
    registerClientEventsFrontendApi(api, context);
    registerOwnSessionsFrontendApi(api, context);
    registerSessionTokensFrontendApi(api, context);
    registerHandshakesFrontendApi(api, context);
    const social = socialSteps(dependencies);
    registerSignUpsFrontendApi(api, { ...context, social });
    registerSignInsFrontendApi(api, { ...context, social });
    registerCallbackFrontendApi(api, context);
    registerExternalAccountsFrontendApi(api, context);
    registerMailedLinksFrontendApi(api, context);
    registerAccountsFrontendApi(api, context);
    registerEmailAddressesFrontendApi(api, context);
    registerAvatarsFrontendApi(api);
    registerProfileImagesFrontendApi(api, context);
    registerReverificationsFrontendApi(api, context);
    registerSecondFactorsFrontendApi(api, context);
  });
}

/** What servers with a secret key call. */
async function mountBackendApi(app: FastifyInstance, dependencies: Dependencies): Promise<void> {
  await mountApi(app, apiOptions.backend, (api) => {
    countForeground(api, foregroundOf(dependencies));
    api.addHook('onRequest', authenticateSecretKey(dependencies));
    api.addHook('onResponse', watchAfterWrites(dependencies));
    const context = { dependencies };
    registerInstancesBackendApi(api, context);
    registerSigningKeysBackendApi(api, context);
    registerClientsBackendApi(api, context);
    registerSessionsBackendApi(api, context);
    registerSessionTokensBackendApi(api, context);
    registerHandshakesBackendApi(api, context);
    registerTestingTokensBackendApi(api, context);
    registerJwtTemplatesBackendApi(api, context);
    registerRestrictionsListsBackendApi(api, context);
    registerUsersBackendApi(api, context);
    registerAccountsBackendApi(api, context);
    registerPasswordsBackendApi(api, context);
    registerPasskeysAndWalletsBackendApi(api, context);
    registerSecondFactorsBackendApi(api, context);
    registerEmailAddressesBackendApi(api, context);
    registerPhoneNumbersBackendApi(api, context);
    registerSocialSignInsBackendApi(api, context);
    registerProfileImagesBackendApi(api, context);
    registerTicketsBackendApi(api, context);
    registerActorTokensBackendApi(api, context);
    registerInvitationsBackendApi(api, context);
  });
}

/** What Dashboard and CLI call. */
async function mountPlatformApi(app: FastifyInstance, dependencies: Dependencies): Promise<void> {
  await mountApi(app, apiOptions.platform, async (api) => {
    api.addHook('onRequest', authenticateOperator(dependencies));
    api.addHook('onResponse', watchAfterWrites(dependencies));
    const context = { dependencies };
    registerOperatorsPlatformApi(api, context);
    await api.register(async (scope) => mountInstancePlatformApi(scope as unknown as ApiInstance, context), {
      prefix: '/v1/platform/applications/:application_id/instances/:instance_id',
    });
  });
}

/** What concerns one instance; `authenticateOperator` has found it by the path. */
function mountInstancePlatformApi(api: ApiInstance, context: ApiContext): void {
  registerConfigurationsPlatformApi(api, context);
  registerDeclaredTypesPlatformApi(api, context);
  registerRollbackPlatformApi(api, context);
  registerTemplateVersionsPlatformApi(api, context);
  registerForecastsPlatformApi(api, context);
  registerTemplateTestsPlatformApi(api, context);
  registerInstancesPlatformApi(api, context);
  registerJwtTemplatesPlatformApi(api, context);
  registerSessionTokensPlatformApi(api, context);
  registerAccountsPlatformApi(api, context);
  registerSessionsPlatformApi(api, context);
  registerMailPlatformApi(api, context);
  registerSocialConnectionsPlatformApi(api, context);
  registerTransfersPlatformApi(api, context);
}

/** What people and verifiers open: pages, downloads, public documents. */
async function mountWeb(app: FastifyInstance, dependencies: Dependencies, files: WebFiles): Promise<void> {
  await mountApi(app, apiOptions.web, async (api) => {
    await api.register(fastifyStatic, { root: files.docs, serve: false, dotfiles: 'ignore' });
    await api.register(async (scope) =>
      registerHealth(scope, { ready: () => dependencies.database.ready() }),
    );
    await api.register(async (scope) => registerDiscoveryApi(scope, { dependencies }));
    await api.register(async (scope) => registerConfigFileSchema(scope));
    await api.register(async (scope) => addClerkBundles(scope, files.clerkAssets));
    await api.register(async (scope) => addDocsFeedback(scope as unknown as ApiInstance, dependencies));
    await api.register(async (scope) => addPages(scope, files, dependencies.config.publicUrl));
  });
}
