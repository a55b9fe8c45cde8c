/** Whole words of a name that grant something, in lower case. */
const WORDS: ReadonlySet<string> = new Set([
  'role',
  'roles',
  'plan',
  'plans',
  'org',
  'orgs',
  'organization',
  'organizations',
  'organisation',
  'organisations',
  'scope',
  'scopes',
]);

/** Parts of words that do, as in `superadmin`. */
const STEMS: readonly string[] = ['admin', 'permission', 'tenant'];

/** `isSuperAdmin`, `is_super_admin` and `is-super-admin` are three words each. */
function wordsOf(name: string): string[] {
  const words: string[] = [];
  let word = '';
  let wasLower = false;
  for (const character of name) {
    const isUpper = character >= 'A' && character <= 'Z';
    const isLetter = isUpper || (character >= 'a' && character <= 'z');
    if (!isLetter || (isUpper && wasLower)) {
      if (word !== '') words.push(word);
      word = '';
    }
    if (isLetter) word += character.toLowerCase();
    wasLower = isLetter && !isUpper;
  }
  return word === '' ? words : [...words, word];
}

/** Whether an app is likely to decide by a claim of this name what its user may do. */
export function namesPrivilege(name: string): boolean {
  return wordsOf(name).some((word) => WORDS.has(word) || STEMS.some((stem) => word.includes(stem)));
}
