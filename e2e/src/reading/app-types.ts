import { dirname, join } from 'node:path';
import ts from 'typescript';

/** An installed app as an editor sees it, with files laid over it that are not on the disk. */
export interface AppTypes {
  /** Errors in the laid-over files, one line each; empty when they compile. */
  problems(): string[];
  /** The type of the expression that ends right before the mark `/*here*\/` in a laid-over file. */
  typeBefore(path: string): string;
  /** Names that the editor offers at the mark. */
  completionsAt(path: string): string[];
}

const MARK = '/*here*/';
/** What several apps read of the disk is parsed once. */
const parsed = ts.createDocumentRegistry();

/** Opens the app in `folder` with its own tsconfig.json and its own TypeScript libraries of types. */
export function openAppTypes(folder: string, files: Record<string, string>): AppTypes {
  const texts = new Map(Object.entries(files).map(([path, text]) => [join(folder, path), text]));
  const { options } = readConfig(folder);
  const read = (path: string) => texts.get(path) ?? ts.sys.readFile(path);
  const service = ts.createLanguageService(
    {
      getCompilationSettings: () => options,
      getScriptFileNames: () => [...texts.keys()],
      // The registry keeps what it parsed by path and version: files laid over the disk are told apart by their text.
      getScriptVersion: (path) => texts.get(path) ?? 'disk',
      getScriptSnapshot: (path) => {
        const text = read(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => folder,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: (path) => texts.has(path) || ts.sys.fileExists(path),
      readFile: read,
      readDirectory: ts.sys.readDirectory,
      directoryExists: (path) =>
        ts.sys.directoryExists(path) || [...texts.keys()].some((file) => dirname(file).startsWith(path)),
      getDirectories: ts.sys.getDirectories,
    },
    parsed,
  );
  const markIn = (path: string) => {
    const at = texts.get(join(folder, path))?.indexOf(MARK) ?? -1;
    if (at < 0) throw new Error(`${path} has no ${MARK}`);
    return at;
  };
  return {
    problems: () =>
      [...texts.keys()].flatMap((path) =>
        [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)].map(
          ({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
        ),
      ),
    typeBefore: (path) => {
      const info = service.getQuickInfoAtPosition(join(folder, path), markIn(path) - 1);
      return ts.displayPartsToString(info?.displayParts).replace(/^.*?: /s, '');
    },
    completionsAt: (path) =>
      service
        .getCompletionsAtPosition(join(folder, path), markIn(path), {})
        ?.entries.map(({ name }) => name) ?? [],
  };
}

function readConfig(folder: string): { options: ts.CompilerOptions } {
  const path = join(folder, 'tsconfig.json');
  const { config, error } = ts.readConfigFile(path, ts.sys.readFile) as {
    config: unknown;
    error?: ts.Diagnostic;
  };
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, ' '));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  return { options: { ...options, noEmit: true, incremental: false, plugins: [] } };
}
