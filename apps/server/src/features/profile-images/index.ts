// Pictures of users: uploaded by themselves or by a backend, drawn anew, served from our own origin.

export { registerProfileImagesBackendApi } from './backend-api.ts';
export { registerProfileImagesFrontendApi } from './frontend-api.ts';
