const MAX_SLUG_LENGTH = 32;
const TRIES = 50;

/** The slugs that a name may have, best first: `my-shop`, `my-shop-2` …; none when nothing of it can stand in one. */
export function slugsFor(name: string): string[] {
  let slug = '';
  for (const character of name.normalize('NFKD').toLowerCase()) {
    if ((character >= 'a' && character <= 'z') || (character >= '0' && character <= '9')) slug += character;
    else if (character < '\u0300' || character > '\u036f')
      slug += slug.endsWith('-') || slug === '' ? '' : '-';
    if (slug.length === MAX_SLUG_LENGTH) break;
  }
  if (slug.endsWith('-')) slug = slug.slice(0, -1);
  if (slug === '') return [];
  return [slug, ...Array.from({ length: TRIES - 1 }, (_, index) => `${slug}-${index + 2}`)];
}
