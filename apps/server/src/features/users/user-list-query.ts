import { type Static, Type } from 'typebox';
import { Refusal } from '../../runtime/refusal.ts';
import { type SignedValues, USER_ORDERS, type UserFilter, type UserPage } from './user-list-store.ts';

const TextList = Type.Array(Type.String({ maxLength: 320 }), { maxItems: 100 });
const ORDERS = [...USER_ORDERS, 'web3wallet'];
const part = Type.Optional(Type.String({ maxLength: 256 }));
/** The last millisecond of the year 9999: later instants cannot be compared by the database. */
const milliseconds = Type.Optional(Type.Integer({ minimum: 0, maximum: 253_402_300_799_999 }));
const Filter = {
  user_id: Type.Optional(TextList),
  email_address: Type.Optional(TextList),
  phone_number: Type.Optional(TextList),
  web3_wallet: Type.Optional(TextList),
  username: Type.Optional(TextList),
  external_id: Type.Optional(TextList),
  organization_id: Type.Optional(TextList),
  provider: Type.Optional(Type.String({ maxLength: 64 })),
  provider_user_id: Type.Optional(TextList),
  banned: Type.Optional(Type.Boolean()),
  query: part,
  email_address_query: part,
  phone_number_query: part,
  username_query: part,
  name_query: part,
  created_at_after: milliseconds,
  created_at_before: milliseconds,
  last_sign_in_at_after: milliseconds,
  last_sign_in_at_before: milliseconds,
  last_active_at_since: milliseconds,
  last_active_at_after: milliseconds,
  last_active_at_before: milliseconds,
};
/** What `GET /v1/users/count` takes. */
export const CountQuery = Type.Object(Filter);
/** What `GET /v1/users` takes. */
export const ListQuery = Type.Object({
  ...Filter,
  // A plus sign reads as a blank in a query.
  order_by: Type.Optional(Type.String({ pattern: `^[-+ ]?(${ORDERS.join('|')})$` })),
  starting_after: Type.Optional(Type.String({ maxLength: 64 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
});

/**
 * Which users are meant.
 * @throws Refusal form_conditional_param_missing for a provider without its users' ids, or the other way round
 */
export function filterOf(query: Static<typeof CountQuery>): UserFilter {
  return {
    ...(query.user_id && { userIds: signed(query.user_id) }),
    ...(query.email_address && { emailAddresses: query.email_address }),
    ...(query.phone_number && { phoneNumbers: query.phone_number.map(withPlus) }),
    // Nobody has a wallet here.
    ...(query.web3_wallet && { userIds: { included: [], excluded: [] } }),
    ...(query.username && { usernames: query.username }),
    ...(query.external_id && { externalIds: signed(query.external_id) }),
    ...(query.organization_id && { organizationIds: signed(query.organization_id) }),
    ...providerOf(query),
    ...(query.banned !== undefined && { banned: query.banned }),
    ...(query.query && { query: query.query }),
    ...(query.email_address_query && { emailAddressQuery: query.email_address_query }),
    ...(query.phone_number_query && { phoneNumberQuery: withPlus(query.phone_number_query) }),
    ...(query.username_query && { usernameQuery: query.username_query }),
    ...(query.name_query && { nameQuery: query.name_query }),
    createdBetween: [instant(query.created_at_after), instant(query.created_at_before)],
    lastSignInBetween: [instant(query.last_sign_in_at_after), instant(query.last_sign_in_at_before)],
    lastActiveBetween: [
      instant(query.last_active_at_after ?? query.last_active_at_since),
      instant(query.last_active_at_before),
    ],
  };
}

const instant = (milliseconds: number | undefined): Date | null =>
  milliseconds === undefined ? null : new Date(milliseconds);

/** A plus sign that was not encoded reads as a blank. */
const withPlus = (number: string): string => number.replace(/^ /, '+');

/** `-x` excludes, `x` and `+x` include. A plus sign reads as a blank in a query. */
function signed(values: readonly string[]): SignedValues {
  return {
    included: values.filter((value) => !value.startsWith('-')).map((value) => value.replace(/^[+ ]/, '')),
    excluded: values.filter((value) => value.startsWith('-')).map((value) => value.slice(1)),
  };
}

function providerOf({
  provider,
  provider_user_id: ids,
}: Static<typeof CountQuery>): Pick<UserFilter, 'provider'> {
  if (provider === undefined && ids === undefined) return {};
  if (provider !== undefined && ids !== undefined) return { provider: { name: provider, userIds: ids } };
  throw new Refusal('form_conditional_param_missing', {
    param_name: provider === undefined ? 'provider' : 'provider_user_id',
    reason: 'provider and provider_user_id are sent together.',
  });
}

/**
 * Newest first unless told; a name without a minus sign ascends.
 * @throws Refusal form_param_value_invalid for a cursor in another order than that of creation
 */
export function pageOf(query: Static<typeof ListQuery>): UserPage {
  const { order_by = '-created_at', limit = 10, offset = 0, starting_after: startingAfter } = query;
  const asked = order_by.replace(/^[-+ ]/, '');
  // Nobody has a wallet: that order is any order.
  const orderBy = USER_ORDERS.find((order) => asked === order) ?? 'created_at';
  if (startingAfter !== undefined && asked !== 'created_at')
    throw new Refusal('form_param_value_invalid', {
      param_name: 'starting_after',
      long_message: 'starting_after goes with the order created_at alone. Leave order_by out, or use offset.',
    });
  const descending = order_by.startsWith('-');
  return { orderBy, descending, limit, offset, ...(startingAfter && { startingAfter }) };
}
