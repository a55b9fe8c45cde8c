export function pagesForTest(
  appFolder: string,
  react?: 'production' | 'development',
): Promise<{ readonly folder: string; readonly discard: () => void }>;
