/**
 * Reads an answer of JSON texts, one a line, as they come.
 * @throws SyntaxError for a line that is none; whatever breaks the connection
 */
export async function readLines(answer: Response, onLine: (line: unknown) => void): Promise<void> {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    const lines = (rest + next.value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(JSON.parse(line));
  }
}
