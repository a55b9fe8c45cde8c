import ts from 'typescript';

const CARET = '/*caret*/';
/** Parsed files are kept between programs. */
const registry = ts.createDocumentRegistry();

/** A program of the SDK's public types and the given files, as an app's editor sees them. */
export function checkTypes(files: Record<string, string>) {
  const folder = new URL('../', import.meta.url).pathname;
  const at = (name: string) => `${folder}${name}`;
  const texts = new Map(Object.entries(files).map(([name, text]) => [at(name), text]));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    customConditions: ['@bartleby/source'],
    allowImportingTsExtensions: true,
    types: ['node'],
  };
  const service = ts.createLanguageService(
    {
      getCompilationSettings: () => options,
      getScriptFileNames: () => [...texts.keys()],
      // Its text is a file's version: other files of the same name must not be taken for it.
      getScriptVersion: (name) => texts.get(name) ?? '1',
      getScriptSnapshot: (name) => {
        const text = texts.get(name) ?? ts.sys.readFile(name);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => folder,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: (name) => texts.has(name) || ts.sys.fileExists(name),
      readFile: (name) => texts.get(name) ?? ts.sys.readFile(name),
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
      realpath: ts.sys.realpath ?? ((path) => path),
    },
    registry,
  );
  return {
    errors: (name: string) =>
      service
        .getSemanticDiagnostics(at(name))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
    /** The names that an editor offers where the file has its caret mark. */
    completions: (name: string) =>
      service
        .getCompletionsAtPosition(at(name), texts.get(at(name))!.indexOf(CARET), {})
        ?.entries.map((entry) => entry.name) ?? [],
  };
}
