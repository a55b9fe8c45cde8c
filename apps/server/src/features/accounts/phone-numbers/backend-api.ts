import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../../http/api-instance.ts';
import { phoneNumberResource } from '../../users/index.ts';
import { backendVerificationResource } from '../../verifications/index.ts';
import { ReplacementStatusField } from '../replacement-status.ts';
import { addPhoneNumber } from './add-phone-number.ts';
import { getPhoneNumber } from './get-phone-number.ts';
import { removePhoneNumber } from './remove-phone-number.ts';
import { replacePhoneNumbers } from './replace-phone-numbers.ts';
import { updatePhoneNumberOfUser } from './update-phone-number.ts';
import { attemptPhoneNumberOfUser, preparePhoneNumberOfUser } from './verify-phone-number.ts';

const flag = Type.Optional(Type.Union([Type.Boolean(), Type.Null()]));
const Params = Type.Object({ phone_number_id: Type.String({ maxLength: 64 }) });
const UserParams = Type.Object({ user_id: Type.String({ maxLength: 64 }) });
const phone_number = Type.String({ maxLength: 64 });
const NewNumber = Type.Object({
  user_id: Type.String({ minLength: 1, maxLength: 64 }),
  phone_number,
  verified: flag,
  primary: flag,
  reserved_for_second_factor: flag,
});
const Update = Type.Object({ verified: flag, primary: flag, reserved_for_second_factor: flag });
const Replacement = Type.Object({ phone_number, identification_status: ReplacementStatusField });
const Attempt = Type.Object({
  verification_id: Type.String({ maxLength: 64 }),
  code: Type.String({ maxLength: 64 }),
});

/** Phone numbers of users, for servers with a secret key (backend-api.md 6.7). */
export function registerPhoneNumbersBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  const url = '/v1/phone_numbers/:phone_number_id';

  app.post('/v1/phone_numbers', { schema: { body: NewNumber } }, async ({ body, instance, actor }) => {
    const number = await addPhoneNumber(dependencies, {
      instanceId: instance.id,
      actor,
      userId: body.user_id,
      phoneNumber: body.phone_number,
      verified: body.verified ?? false,
      primary: body.primary ?? false,
      reservedForSecondFactor: body.reserved_for_second_factor ?? false,
    });
    return phoneNumberResource(number);
  });

  app.get(url, { schema: { params: Params } }, async ({ params, instance }) => {
    const id = params.phone_number_id;
    return phoneNumberResource(await getPhoneNumber(dependencies, { instanceId: instance.id, id }));
  });

  app.patch(url, { schema: { params: Params, body: Update } }, async ({ params, body, instance, actor }) => {
    const number = await updatePhoneNumberOfUser(dependencies, {
      instanceId: instance.id,
      id: params.phone_number_id,
      actor,
      verified: body.verified ?? undefined,
      primary: body.primary ?? undefined,
      reservedForSecondFactor: body.reserved_for_second_factor ?? undefined,
    });
    return phoneNumberResource(number);
  });

  app.delete(url, { schema: { params: Params } }, async ({ params, instance, actor }) => {
    const id = params.phone_number_id;
    await removePhoneNumber(dependencies, { instanceId: instance.id, id, actor });
    return { object: 'phone_number', id, deleted: true };
  });

  app.put(
    '/v1/users/:user_id/phone_number',
    { schema: { params: UserParams, body: Replacement } },
    async ({ params, body, instance, actor }) => {
      const number = await replacePhoneNumbers(dependencies, {
        instanceId: instance.id,
        userId: params.user_id,
        actor,
        phoneNumber: body.phone_number,
        status: body.identification_status ?? 'verified',
      });
      return phoneNumberResource(number);
    },
  );

  registerVerification(app, { dependencies });
}

function registerVerification(app: ApiInstance, { dependencies }: ApiContext): void {
  const url = '/v1/phone_numbers/:phone_number_id';

  app.post(`${url}/prepare_verification`, { schema: { params: Params } }, async ({ params, instance }) => {
    const sent = await preparePhoneNumberOfUser(dependencies, { instance, id: params.phone_number_id });
    return backendVerificationResource(sent, dependencies.clock.now());
  });

  app.post(
    `${url}/attempt_verification`,
    { schema: { params: Params, body: Attempt } },
    async ({ params, body, instance, actor }) => {
      const tried = await attemptPhoneNumberOfUser(dependencies, {
        instanceId: instance.id,
        id: params.phone_number_id,
        verificationId: body.verification_id,
        code: body.code,
        actor,
      });
      return backendVerificationResource(tried, dependencies.clock.now());
    },
  );
}
