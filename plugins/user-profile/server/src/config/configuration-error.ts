/**
 * The error that stops the start of Strapi.
 *
 * @param problems each with its path, such as `config.retention.days: …`
 */
export const configurationError = (problems: string[]): Error =>
  new Error(
    [
      'The configuration of the plugin "user-profile" is not valid:',
      ...problems.map((problem) => `  ${problem}`),
    ].join('\n')
  );
