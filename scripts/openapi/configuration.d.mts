export declare const updateConfigurationPage: (page: string, schema: object) => string;
