/** Events that the plugin emits on Strapi's event hub. Webhooks can subscribe to them. */
export const HUB_EVENTS = {
  profileCreate: 'user-profile.profile.create',
  profileUpdate: 'user-profile.profile.update',
  profileDelete: 'user-profile.profile.delete',
  login: 'user-profile.login.success',
  loginFailure: 'user-profile.login.failure',
  newDevice: 'user-profile.login.new-device',
  newCountry: 'user-profile.login.new-country',
  deviceLink: 'user-profile.device.link',
  deviceUnlink: 'user-profile.device.unlink',
  erasureRequested: 'user-profile.erasure.requested',
} as const;

export type HubEvent = (typeof HUB_EVENTS)[keyof typeof HUB_EVENTS];
