import { type Encryption, WrongEncryptionKey } from '../runtime/encryption.ts';
import type { Database } from './database.ts';

const FACT = 'encryption_canary';
const CONTEXT = `server_facts/${FACT}`;
const PLAIN = 'bartleby';

/**
 * Proves, before anything is served, that the encryption key is the one that sealed this database: a
 * canary is stored at the first start and opened at every later one. Throws with what to do.
 */
export async function checkEncryptionKey(database: Database, encryption: Encryption): Promise<void> {
  const value = Buffer.from(encryption.seal(Buffer.from(PLAIN), CONTEXT)).toString('base64');
  await database.queries
    .insertInto('server_facts')
    .values({ name: FACT, value })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const stored = await database.queries
    .selectFrom('server_facts')
    .select('value')
    .where('name', '=', FACT)
    .executeTakeFirstOrThrow();
  try {
    encryption.open(Buffer.from(stored.value, 'base64'), CONTEXT);
  } catch (error) {
    if (!(error instanceof WrongEncryptionKey))
      throw new Error('the encryption canary is damaged', { cause: error });
    throw new Error(
      'this database was encrypted under another key: set BARTLEBY_ENCRYPTION_KEY to the one it was started with ' +
        '(in dev: restore the file "encryption-key" of the data folder), or use an empty database',
      { cause: error },
    );
  }
}
