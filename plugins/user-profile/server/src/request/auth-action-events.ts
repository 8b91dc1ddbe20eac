import type { EventType } from '../../../shared/event-types';

/** Where the user of an event is found, if the call creates no session. */
export type SubjectSource = 'identifier' | 'email' | 'confirmation' | 'caller' | 'none';

export interface AuthAction {
  success: EventType;
  failure: EventType;
  subject: SubjectSource;
}

/** The actions of Users & Permissions' auth controller that become events. */
export const AUTH_ACTIONS: Record<string, AuthAction> = {
  callback: { success: 's', failure: 'f', subject: 'identifier' },
  register: { success: 'ss', failure: 'fs', subject: 'email' },
  refresh: { success: 'sertft', failure: 'fertft', subject: 'none' },
  logout: { success: 'slo', failure: 'flo', subject: 'caller' },
  changePassword: { success: 'scp', failure: 'fcp', subject: 'caller' },
  resetPassword: { success: 'scp', failure: 'fcp', subject: 'none' },
  forgotPassword: { success: 'scpr', failure: 'fcpr', subject: 'email' },
  emailConfirmation: { success: 'sv', failure: 'fv', subject: 'confirmation' },
  sendEmailConfirmation: { success: 'svr', failure: 'fvr', subject: 'email' },
  revokeSession: { success: 'srrt', failure: 'flo', subject: 'caller' },
};
