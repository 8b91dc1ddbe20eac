import { writeErrorResponses } from './error-responses';
import { rejectAppMetadata } from './reject-app-metadata';
import { rejectUndeclaredInput, type Input } from './reject-undeclared-input';

/** The middlewares of every route of both APIs. They run after authorization and before the handler. */
export const middlewaresFor = (input: Input) => [
  writeErrorResponses,
  rejectAppMetadata,
  rejectUndeclaredInput(input),
];
