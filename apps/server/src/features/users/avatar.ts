import { initials, type User } from './user.ts';

/** Twelve backgrounds on which white text has a contrast of at least 4.5. */
const BACKGROUNDS = [
  '#b3261e', '#a8326b', '#8338a8', '#5b45c4', '#3a56c5', '#1d68b3',
  '#0b7285', '#0f766e', '#2b7a3d', '#5a7017', '#8a5a00', '#a34a12',
] as const; // biome-ignore format: twelve colours are a table

/** Two letters or digits of any script, or none (some letters have two capitals). */
const INITIALS = /^[\p{L}\p{N}]{0,4}$/u;

/**
 * Address of the picture made for a user without one, on the user's own server. It is made from letters
 * and a colour and names nothing else, so it needs no lookup and can be cached for ever. By the words
 * `avatar_placeholder` the published profile page knows that there is no picture to remove.
 */
export function avatarUrl(frontendApiUrl: string, user: User): string {
  return `${frontendApiUrl}/v1/avatar_placeholders/${colourOf(user.id)}-${encodeURIComponent(initials(user))}.svg`;
}

/** Address of the user's picture: the one they uploaded, or the one made for them. */
export function imageUrlOf(frontendApiUrl: string, user: User): string {
  return user.imageId === null
    ? avatarUrl(frontendApiUrl, user)
    : `${frontendApiUrl}/v1/images/${user.imageId}`;
}

/** The same colour for the same user, everywhere. */
function colourOf(userId: string): number {
  let sum = 0;
  for (const character of userId) sum = (sum * 31 + character.charCodeAt(0)) % 65_521;
  return sum % BACKGROUNDS.length;
}

/**
 * The picture of an avatar address.
 * @param name the last part of its path, decoded, without `.svg`: `<colour>-<letters>`.
 * @returns the SVG text, or null when the server never makes such a name.
 */
export function avatarSvg(name: string): string | null {
  const dash = name.indexOf('-');
  const background = /^\d{1,2}$/.test(name.slice(0, dash)) ? BACKGROUNDS[Number(name.slice(0, dash))] : null;
  const letters = name.slice(dash + 1);
  // Letters and digits alone: nothing to escape, nothing to inject.
  if (dash < 1 || !background || !INITIALS.test(letters)) return null;
  const figure =
    letters === ''
      ? '<circle cx="48" cy="38" r="16" fill="#fff"/><path d="M16 84a32 26 0 0 1 64 0z" fill="#fff"/>'
      : `<text x="48" y="48" dy="0.35em" fill="#fff" font-family="system-ui,sans-serif" font-size="40" text-anchor="middle">${letters}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96"><rect width="96" height="96" fill="${background}"/>${figure}</svg>`;
}
