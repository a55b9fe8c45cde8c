import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { styleSheetText } from './src/styles/style-sheet.ts';

writeFileSync(join(import.meta.dirname, 'dist/styles.css'), styleSheetText.trimStart());
