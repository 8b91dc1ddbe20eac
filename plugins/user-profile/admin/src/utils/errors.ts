import type { SerializedError } from '@reduxjs/toolkit';
import type { BaseQueryError } from '@strapi/strapi/admin';

export type ApiError = BaseQueryError | SerializedError;

export const errorMessage = (error: ApiError | undefined): string | undefined => error?.message;

const hasStatus = (error: ApiError | undefined, status: number): boolean =>
  error !== undefined && 'status' in error && error.status === status;

export const isForbidden = (error: ApiError | undefined): boolean => hasStatus(error, 403);

export const isNotFound = (error: ApiError | undefined): boolean => hasStatus(error, 404);

export const isConflict = (error: ApiError | undefined): boolean => hasStatus(error, 409);
