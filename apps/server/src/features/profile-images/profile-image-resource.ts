import type { Instance } from '../instances/index.ts';
import { imageUrlOf, type User } from '../users/index.ts';

/** A user's picture on the wire (frontend-api.md 4.5, Image). */
export function profileImageResource(user: User, instance: Pick<Instance, 'frontendApiUrl'>) {
  return {
    object: 'image' as const,
    id: user.imageId,
    name: user.imageId,
    public_url: imageUrlOf(instance.frontendApiUrl, user),
  };
}
