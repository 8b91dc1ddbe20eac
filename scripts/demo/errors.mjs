/** A problem that the person in front of the terminal can do something about. */
export class DemoError extends Error {}
