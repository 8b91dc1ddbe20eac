export declare const updateConfigurationPage: (
  page: string,
  config: { schema: unknown; default: unknown }
) => string;
