import type { Instance } from '../instances/index.ts';
import { imageUrlOf } from './avatar.ts';
import {
  fullName,
  hasSecondFactor,
  type JsonObject,
  primaryEmailAddress,
  primaryPhoneNumber,
  type User,
} from './user.ts';

const seconds = (instant: Date): number => Math.floor(instant.getTime() / 1000);

/**
 * What a claims template may say about a user (claims-language.md 2.1): instants in Unix seconds, and
 * never private metadata.
 */
export function templateUserData(user: User, instance: Pick<Instance, 'frontendApiUrl'>) {
  return {
    id: user.id,
    external_id: user.externalId,
    first_name: user.firstName,
    last_name: user.lastName,
    full_name: fullName(user),
    username: user.username,
    created_at: seconds(user.createdAt),
    updated_at: seconds(user.updatedAt),
    last_sign_in_at: user.lastSignInAt && seconds(user.lastSignInAt),
    primary_email_address: primaryEmailAddress(user)?.emailAddress ?? null,
    primary_phone_number: primaryPhoneNumber(user)?.phoneNumber ?? null,
    primary_web3_wallet: null,
    email_verified: user.emailAddresses.some((address) => address.verified),
    phone_number_verified: user.phoneNumbers.some((number) => number.verified),
    image_url: imageUrlOf(instance.frontendApiUrl, user),
    has_image: user.imageId !== null,
    two_factor_enabled: hasSecondFactor(user),
    organizations: {} as Record<string, string>,
    public_metadata: user.publicMetadata as JsonObject,
    unsafe_metadata: user.unsafeMetadata as JsonObject,
  };
}
