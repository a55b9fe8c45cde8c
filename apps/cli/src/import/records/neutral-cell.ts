// Spreadsheets run a cell that begins with =, +, -, @, a tab or a line's end as a formula. A leading apostrophe
// makes it text. Cells that begin with apostrophes before such a character get one more, so that reading is exact.
const DANGEROUS = /^'*[=+\-@\t\r\n]/;
const NEUTRALISED = /^'+[=+\-@\t\r\n]/;

/** The text as a cell that no spreadsheet runs. */
export function neutralise(text: string): string {
  return DANGEROUS.test(text) ? `'${text}` : text;
}

/** The text that `neutralise` made this cell of. */
export function withoutNeutraliser(cell: string): string {
  return NEUTRALISED.test(cell) ? cell.slice(1) : cell;
}
