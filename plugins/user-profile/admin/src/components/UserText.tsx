import { withoutBidiControls } from '../utils/bidi';

/** A text that a user chose, such as a name. It cannot change the direction of the text around it. */
export const UserText = ({ children }: { children: string }) => (
  <bdi>{withoutBidiControls(children)}</bdi>
);
