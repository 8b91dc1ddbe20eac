import { z } from '@strapi/utils';

/**
 * The password hash parameters of a Firebase project, under the names of the Firebase console. `auth:export` does
 * not write them.
 */
export const firebaseHashConfig = z.strictObject({
  algorithm: z.literal('SCRYPT').default('SCRYPT'),
  base64_signer_key: z.string().min(1).max(2048),
  base64_salt_separator: z.string().max(2048).default(''),
  rounds: z.number().int().min(1).max(8),
  mem_cost: z.number().int().min(1).max(14),
});

export type FirebaseHashConfig = z.infer<typeof firebaseHashConfig>;
