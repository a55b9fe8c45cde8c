// Checked by the type checker, without any augmentation: every claim of an app's own reads as `unknown`.
import { claims, createBartlebyClient, type SignedInAuthObject, type verifyToken } from '../index.ts';

type Same<Left, Right> =
  (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false;
const holds = <_Statement extends true>(): void => undefined;

export async function readsAnAuthObject(request: Request): Promise<void> {
  const client = createBartlebyClient();
  const state = await client.authenticateRequest(request);
  const auth = state.toAuth();
  if (!auth) return;

  // Nullable until narrowed, by either of two ways.
  // @ts-expect-error signed out, there are no claims
  auth.sessionClaims.sub;
  if (auth.userId) holds<Same<typeof auth.sessionClaims.sub, string>>();
  if (!auth.isAuthenticated) {
    holds<Same<typeof auth.userId, null>>();
    return;
  }

  const { sessionClaims } = auth;
  holds<Same<typeof sessionClaims.sid, string>>();
  holds<
    Same<typeof sessionClaims.fva, [firstFactorMinutes: number, secondFactorMinutes: number] | undefined>
  >();
  holds<Same<typeof sessionClaims.sts, 'active' | 'pending' | undefined>>();
  holds<Same<typeof sessionClaims.v, 2 | undefined>>();
  holds<Same<typeof sessionClaims.org_id, string | undefined>>();
  holds<Same<typeof sessionClaims.o, unknown>>();
  if (sessionClaims.v === 2) holds<Same<NonNullable<typeof sessionClaims.o>['id'], string>>();
  holds<Same<typeof sessionClaims.anything, unknown>>();

  auth.has({ role: 'org:anything' });
  auth.has({ plan: 'pro', feature: 'export' });
  // @ts-expect-error role and permission exclude each other
  auth.has({ role: 'org:admin', permission: 'org:a:b' });
  // @ts-expect-error system permissions are never in a session token
  auth.has({ permission: 'org:sys_profile:manage' });

  holds<Same<Awaited<ReturnType<typeof verifyToken>>['sub'], string>>();
}

export function readsClaims(auth: SignedInAuthObject): void {
  const read = claims(auth);
  holds<Same<typeof read, Record<string, unknown>>>();
}
