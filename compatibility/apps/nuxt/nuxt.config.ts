export default defineNuxtConfig({
  compatibilityDate: '2026-01-01',
  modules: ['@clerk/nuxt'],
  app: { head: { link: [{ rel: 'icon', href: 'data:,' }] } },
});
