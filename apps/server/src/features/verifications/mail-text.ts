/** Mail headers are single lines (ASVS 1.3.11): every control character becomes a blank. */
export const singleLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').trim();

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
