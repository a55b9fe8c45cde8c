import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

// The API is an app of its own: see ../fastify.
const api = { '/api': process.env.API_ORIGIN ?? 'http://localhost:3000' };

export default defineConfig({
  plugins: [vue()],
  server: { proxy: api },
  preview: { proxy: api },
});
