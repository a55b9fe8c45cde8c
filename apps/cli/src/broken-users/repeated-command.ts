import { printable } from '../printable-text.ts';

const PLAIN = /^[\w@%+=:,./-]+$/;

/** As a POSIX shell reads it. */
const quoted = (word: string) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/**
 * A command to paste: what was typed, with an option that takes this value now.
 * @param typed the words behind the program's name
 */
export function repeatedCommand(typed: readonly string[], option: string, value: string): string {
  const kept = typed.filter(
    (word, index) => word !== option && typed[index - 1] !== option && !word.startsWith(`${option}=`),
  );
  return printable(['bartleby', ...kept.map(quoted), option, value].join(' '));
}
