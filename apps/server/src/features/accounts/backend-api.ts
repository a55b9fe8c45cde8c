import { type Static, type TSchema, Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { instantOf, type UserUpdate, userResource } from '../users/index.ts';
import { setUserBanned, setUsersBanned } from './ban-user.ts';
import { deleteAccount } from './delete-account.ts';
import { lockUser, unlockUser } from './lock-user.ts';
import { updateAccount } from './update-account.ts';

/** SDKs send null for "none". */
const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const text = Type.Optional(nullable(Type.String()));
const flag = Type.Optional(nullable(Type.Boolean()));
const Params = Type.Object({ user_id: Type.String({ maxLength: 64 }) });
const Update = Type.Object({
  username: text,
  first_name: text,
  last_name: text,
  external_id: text,
  locale: text,
  timezone: text,
  primary_email_address_id: text,
  notify_primary_email_address_changed: flag,
  primary_phone_number_id: text,
  primary_web3_wallet_id: Type.Optional(Type.Null()),
  password: text,
  password_digest: text,
  password_hasher: text,
  skip_password_checks: flag,
  skip_legal_checks: flag,
  sign_out_of_other_sessions: flag,
  totp_secret: text,
  backup_codes: Type.Optional(nullable(Type.Array(Type.String({ maxLength: 256 }), { maxItems: 100 }))),
  created_at: text,
  public_metadata: Type.Optional(Type.Unknown()),
  private_metadata: Type.Optional(Type.Unknown()),
  unsafe_metadata: Type.Optional(Type.Unknown()),
  delete_self_enabled: flag,
  create_organization_enabled: flag,
  create_organizations_limit: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 1_000_000 }))),
  legal_accepted_at: text,
  bypass_client_trust: flag,
});
const Users = Type.Object({
  user_ids: Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 50 }),
});

/** Fields that were sent; those that were not stay as they are. */
function updateOf(body: Static<typeof Update>): UserUpdate {
  const legalAcceptedAt = instantOf(body.legal_accepted_at, 'legal_accepted_at');
  const given: Record<keyof UserUpdate, unknown> = {
    username: body.username,
    firstName: body.first_name,
    lastName: body.last_name,
    externalId: body.external_id,
    locale: body.locale,
    timezone: body.timezone,
    primaryEmailAddressId: body.primary_email_address_id ?? undefined,
    primaryPhoneNumberId: body.primary_phone_number_id ?? undefined,
    totpSecret: body.totp_secret ?? undefined,
    backupCodes: body.backup_codes ?? undefined,
    createdAt: instantOf(body.created_at, 'created_at') ?? undefined,
    password: body.password ?? undefined,
    passwordDigest: body.password_digest ?? undefined,
    passwordHasher: body.password_hasher ?? undefined,
    skipPasswordChecks: body.skip_password_checks ?? undefined,
    publicMetadata: body.public_metadata,
    privateMetadata: body.private_metadata,
    unsafeMetadata: body.unsafe_metadata,
    deleteSelfEnabled: body.delete_self_enabled ?? undefined,
    createOrganizationEnabled: body.create_organization_enabled ?? undefined,
    createOrganizationsLimit: body.create_organizations_limit,
    legalAcceptedAt,
    bypassClientTrust: body.bypass_client_trust ?? undefined,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as UserUpdate;
}

/** What a server may do with an account as a whole, sessions included (backend-api.md 6.7). */
export function registerAccountsBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.patch(
    '/v1/users/:user_id',
    { schema: { params: Params, body: Update } },
    async ({ params, body, instance, actor }) => {
      const user = await updateAccount(dependencies, {
        instance,
        actor,
        userId: params.user_id,
        update: updateOf(body),
        signOutOfOtherSessions: body.sign_out_of_other_sessions ?? false,
        notifyPrevious: body.notify_primary_email_address_changed ?? false,
      });
      return userResource(user, { instance, forFrontend: false, now: dependencies.clock.now() });
    },
  );

  app.delete('/v1/users/:user_id', { schema: { params: Params } }, async ({ params, instance, actor }) => {
    const userId = params.user_id;
    await deleteAccount(dependencies, { instanceId: instance.id, userId, actor });
    return { object: 'user', id: userId, deleted: true };
  });

  registerBans(app, { dependencies });

  for (const [verb, change] of [['lock', lockUser] as const, ['unlock', unlockUser] as const])
    app.post(
      `/v1/users/:user_id/${verb}`,
      { schema: { params: Params } },
      async ({ params, instance, actor }) => {
        const input = { instanceId: instance.id, userId: params.user_id, actor };
        return userResource(await change(dependencies, input), {
          instance,
          forFrontend: false,
          now: dependencies.clock.now(),
        });
      },
    );
}

function registerBans(app: ApiInstance, { dependencies }: ApiContext): void {
  for (const [verb, banned] of [['ban', true] as const, ['unban', false] as const]) {
    app.post(`/v1/users/${verb}`, { schema: { body: Users } }, async ({ body, instance, actor }) => {
      const input = { instanceId: instance.id, userIds: body.user_ids, actor, banned };
      const users = await setUsersBanned(dependencies, input);
      const now = dependencies.clock.now();
      return users.map((user) => userResource(user, { instance, forFrontend: false, now }));
    });

    app.post(
      `/v1/users/:user_id/${verb}`,
      { schema: { params: Params } },
      async ({ params, instance, actor }) => {
        const input = { instanceId: instance.id, userId: params.user_id, actor, banned };
        return userResource(await setUserBanned(dependencies, input), {
          instance,
          forFrontend: false,
          now: dependencies.clock.now(),
        });
      },
    );
  }
}
