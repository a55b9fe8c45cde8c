/** Tests as they are shown and edited. */
export function testsText(tests: readonly unknown[]): string {
  return tests.length === 0 ? '[]' : JSON.stringify(tests, null, 2);
}
