import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../../http/api-instance.ts';
import { emailAddressResource } from '../../users/index.ts';
import { backendVerificationResource } from '../../verifications/index.ts';
import { ReplacementStatusField } from '../replacement-status.ts';
import { addEmailAddress } from './add-email-address.ts';
import { getEmailAddress } from './get-email-address.ts';
import { removeEmailAddress } from './remove-email-address.ts';
import { replaceEmailAddresses } from './replace-email-addresses.ts';
import { updateEmailAddress } from './update-email-address.ts';
import { attemptEmailAddressOfUser, prepareEmailAddressOfUser } from './verify-for-backend.ts';

const flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]));
const Params = Type.Object({ email_address_id: Type.String({ maxLength: 64 }) });
const UserParams = Type.Object({ user_id: Type.String({ maxLength: 64 }) });
const Replacement = Type.Object({
  email_address: Type.String({ maxLength: 320 }),
  identification_status: ReplacementStatusField,
  notify_primary_email_address_changed: flag,
});
const Attempt = Type.Object({
  verification_id: Type.String({ maxLength: 64 }),
  code: Type.String({ maxLength: 64 }),
});
const NewAddress = Type.Object({
  user_id: Type.String({ minLength: 1, maxLength: 64 }),
  email_address: Type.String({ maxLength: 320 }),
  verified: flag,
  primary: flag,
  notify_primary_email_address_changed: flag,
});
const Update = Type.Object({ verified: flag, primary: flag, notify_primary_email_address_changed: flag });

/** Addresses of users, for servers with a secret key (backend-api.md 6.7). */
export function registerEmailAddressesBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  const url = '/v1/email_addresses/:email_address_id';

  app.post('/v1/email_addresses', { schema: { body: NewAddress } }, async ({ body, instance, actor }) => {
    const address = await addEmailAddress(dependencies, {
      instance,
      actor,
      userId: body.user_id,
      emailAddress: body.email_address,
      verified: body.verified ?? false,
      primary: body.primary ?? undefined,
      notifyPrevious: body.notify_primary_email_address_changed ?? false,
    });
    return emailAddressResource(address);
  });

  app.get(url, { schema: { params: Params } }, async ({ params, instance }) => {
    const id = params.email_address_id;
    return emailAddressResource(await getEmailAddress(dependencies, { instanceId: instance.id, id }));
  });

  app.patch(url, { schema: { params: Params, body: Update } }, async ({ params, body, instance, actor }) => {
    const address = await updateEmailAddress(dependencies, {
      instance,
      id: params.email_address_id,
      actor,
      verified: body.verified ?? undefined,
      primary: body.primary ?? undefined,
      notifyPrevious: body.notify_primary_email_address_changed ?? false,
    });
    return emailAddressResource(address);
  });

  app.delete(url, { schema: { params: Params } }, async ({ params, instance, actor }) => {
    const id = params.email_address_id;
    await removeEmailAddress(dependencies, { instance, id, actor });
    return { object: 'email_address', id, deleted: true };
  });

  app.put(
    '/v1/users/:user_id/email_address',
    { schema: { params: UserParams, body: Replacement } },
    async ({ params, body, instance, actor }) => {
      const address = await replaceEmailAddresses(dependencies, {
        instance,
        userId: params.user_id,
        actor,
        emailAddress: body.email_address,
        status: body.identification_status ?? 'verified',
        notifyPrevious: body.notify_primary_email_address_changed ?? false,
      });
      return emailAddressResource(address);
    },
  );

  registerVerification(app, { dependencies });
}

function registerVerification(app: ApiInstance, { dependencies }: ApiContext): void {
  const url = '/v1/email_addresses/:email_address_id';

  app.post(`${url}/prepare_verification`, { schema: { params: Params } }, async ({ params, instance }) => {
    const sent = await prepareEmailAddressOfUser(dependencies, { instance, id: params.email_address_id });
    return backendVerificationResource(sent, dependencies.clock.now());
  });

  app.post(
    `${url}/attempt_verification`,
    { schema: { params: Params, body: Attempt } },
    async ({ params, body, instance, actor }) => {
      const tried = await attemptEmailAddressOfUser(dependencies, {
        instanceId: instance.id,
        id: params.email_address_id,
        verificationId: body.verification_id,
        code: body.code,
        actor,
      });
      return backendVerificationResource(tried, dependencies.clock.now());
    },
  );
}
