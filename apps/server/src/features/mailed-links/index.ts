/** The links in mails, where browsers open them: they prove an address, or lead to the page that uses a ticket. */
export { registerMailedLinksFrontendApi } from './frontend-api.ts';
