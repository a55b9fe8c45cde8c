import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  // One build serves every instance: the page reads its instance from its own address.
  base: '/portal-assets/',
  plugins: [react()],
  resolve: { conditions: ['@bartleby/source', ...defaultClientConditions] },
  build: {
    target: 'es2022',
    // The Content Security Policy allows files of our own and nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
