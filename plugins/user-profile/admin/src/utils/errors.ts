import type { SerializedError } from '@reduxjs/toolkit';
import type { BaseQueryError } from '@strapi/strapi/admin';

export type ApiError = BaseQueryError | SerializedError;

export const errorMessage = (error: ApiError | undefined): string | undefined => error?.message;

export const isNotFound = (error: ApiError | undefined): boolean =>
  error !== undefined && 'status' in error && error.status === 404;
