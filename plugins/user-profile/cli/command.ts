import type { Core } from '@strapi/types';

export const EXIT_CODES = {
  done: 0,
  failed: 1,
  usage: 2,
  /** Done, but some lines had errors. */
  lineErrors: 3,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

export interface CommandContext {
  /** Loaded, but without its HTTP server. */
  strapi: Core.Strapi;
  /** Aborted by Ctrl+C and SIGTERM. */
  signal: AbortSignal;
}

export type Work = (context: CommandContext) => Promise<ExitCode>;

export interface Command {
  /** One line. */
  summary: string;
  /** What `--help` prints. */
  usage: string;
  /**
   * Validates the arguments, before Strapi starts.
   *
   * @throws UsageError and the errors of `parseArgs`
   */
  parse(args: string[]): Work;
}

/** The arguments of a command are wrong. */
export class UsageError extends Error {}
