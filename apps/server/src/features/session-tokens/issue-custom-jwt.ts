import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { findSubject, type TokenRequest } from './issue-session-token.ts';
import { readsNothing } from './token-subject.ts';

/**
 * A custom JWT by the name of its JWT template. The session token's own template has no name, and instances have
 * no other templates yet, so every name is unknown.
 * @throws Refusal `authentication_invalid` when the session is not an active one; then `resource_not_found`.
 */
export async function issueCustomJwt(
  dependencies: Dependencies,
  request: TokenRequest & { templateName: string },
): Promise<never> {
  const [subject] = await findSubject(dependencies, request, readsNothing);
  if (!subject) throw new Refusal('authentication_invalid');
  throw new Refusal('resource_not_found', {
    param_name: 'template_name',
    name: request.templateName.slice(0, 100),
  });
}
