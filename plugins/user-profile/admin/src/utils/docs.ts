const REPOSITORY = 'https://github.com/strapi-plugin-user-profile/strapi-plugin-user-profile';

/** A page of the documentation, such as `events.md`. */
export const docsUrl = (page: string): string => `${REPOSITORY}/blob/main/docs/${page}`;
