import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../../http/api-instance.ts';
import { emailAddressResource } from '../../users/index.ts';
import { addEmailAddress } from './add-email-address.ts';
import { getEmailAddress } from './get-email-address.ts';
import { removeEmailAddress } from './remove-email-address.ts';
import { updateEmailAddress } from './update-email-address.ts';

const flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]));
const Params = Type.Object({ email_address_id: Type.String({ maxLength: 64 }) });
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
      instanceId: instance.id,
      actor,
      userId: body.user_id,
      emailAddress: body.email_address,
      verified: body.verified ?? false,
      primary: body.primary ?? undefined,
    });
    return emailAddressResource(address);
  });

  app.get(url, { schema: { params: Params } }, async ({ params, instance }) => {
    const id = params.email_address_id;
    return emailAddressResource(await getEmailAddress(dependencies, { instanceId: instance.id, id }));
  });

  app.patch(url, { schema: { params: Params, body: Update } }, async ({ params, body, instance, actor }) => {
    const address = await updateEmailAddress(dependencies, {
      instanceId: instance.id,
      id: params.email_address_id,
      actor,
      verified: body.verified ?? undefined,
      primary: body.primary ?? undefined,
    });
    return emailAddressResource(address);
  });

  app.delete(url, { schema: { params: Params } }, async ({ params, instance, actor }) => {
    const id = params.email_address_id;
    await removeEmailAddress(dependencies, { instance, id, actor });
    return { object: 'email_address', id, deleted: true };
  });
}
