import admin from './admin';
import contentApi from './content-api';

/**
 * Admin and content API have separate controllers. A shared handler would mix their permissions; see
 * `createUserHandlers`.
 */
export default { ...contentApi, ...admin };
