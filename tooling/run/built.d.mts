export function programOf(appFolder: string, source?: string): string[];
export function builtMain(appFolder: string): string | null;
export function builtPages(appFolder: string): string | null;
