import type { SerializedError } from '@reduxjs/toolkit';
import type { BaseQueryError } from '@strapi/strapi/admin';

export type ApiError = BaseQueryError | SerializedError;

const statusOf = (error: ApiError | undefined): number | undefined =>
  error !== undefined && 'status' in error && typeof error.status === 'number'
    ? error.status
    : undefined;

export const isForbidden = (error: ApiError | undefined): boolean => statusOf(error) === 403;

export const isNotFound = (error: ApiError | undefined): boolean => statusOf(error) === 404;

export const isConflict = (error: ApiError | undefined): boolean => statusOf(error) === 409;

export const isTooLarge = (error: ApiError | undefined): boolean => statusOf(error) === 413;

/** Whether the server has rejected the request, so it has changed nothing. */
export const isRejection = (error: ApiError): boolean => {
  const status = statusOf(error);

  return status !== undefined && status >= 400 && status < 500;
};

/** Failures whose message is a phrase of HTTP or the browser, which helps no administrator. */
export type Failure = 'offline' | 'session' | 'server';

/** @returns undefined if the message of the error is meant for the administrator */
export const failureOf = (error: ApiError): Failure | undefined => {
  const status = statusOf(error);

  if (status === undefined) {
    // `fetch` rejects with a TypeError. A proxy that responds without JSON is a SyntaxError.
    return error.name === 'TypeError' ? 'offline' : 'server';
  }

  if (status === 401) {
    return 'session';
  }

  return status >= 500 ? 'server' : undefined;
};
