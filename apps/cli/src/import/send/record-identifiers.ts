import type { TransferRecord } from '@bartleby/api-contract';

/** What no other record of the same import may have, each with the field that it stands in. */
export function identifiersOf(record: TransferRecord): { field: string; identifier: string }[] {
  if (record.object === 'organization')
    return record.slug ? [{ field: 'slug', identifier: `slug ${record.slug}` }] : [];
  if (record.object === 'organization_membership')
    return [{ field: 'user_id', identifier: `member ${record.user_id} ${record.organization_id}` }];
  const found: { field: string; identifier: string }[] = [];
  const add = (field: string, value: string | null | undefined) => {
    if (value) found.push({ field, identifier: `${field} ${value}` });
  };
  add('username', record.username?.toLowerCase());
  add('external_id', record.external_id);
  for (const { id, email_address, verification, reserved } of record.email_addresses ?? []) {
    add('email_address_id', id);
    if (verification?.status === 'verified' || reserved)
      add('email_address', email_address.trim().toLowerCase());
  }
  for (const { id, phone_number, verification, reserved } of record.phone_numbers ?? []) {
    add('phone_number_id', id);
    if (verification?.status === 'verified' || reserved)
      add('phone_number', phone_number.replace(/[\s().-]/g, ''));
  }
  for (const { id, provider, provider_user_id, verification } of record.external_accounts ?? []) {
    add('external_account_id', id);
    if (verification?.status === 'verified') add('external_account', `${provider} ${provider_user_id}`);
  }
  return found;
}
