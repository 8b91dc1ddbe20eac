/** A filter by one or several values. */
export interface Choice {
  $eq?: string;
  $in?: string[];
}

/** `$eq` and `$in` together must both hold. */
export const valuesOf = ({ $eq, $in }: Choice): string[] => {
  if ($eq === undefined) {
    return $in ?? [];
  }
  return $in && !$in.includes($eq) ? [] : [$eq];
};
