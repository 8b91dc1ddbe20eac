import type { EventType } from '../../../shared/event-types';

/** Whose event it is, where the call itself does not end in a session. */
export type Subject = 'identifier' | 'email' | 'confirmation' | 'caller' | 'none';

export interface AuthAction {
  success: EventType;
  failure: EventType;
  subject: Subject;
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
