/** The value that a share of all values does not exceed, such as 0.5 for the median. */
export const quantile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
};

export const median = (values) => quantile(values, 0.5);

/** A file or response size, or memory, in MB. */
export const megabytes = (bytes) => bytes / 1024 / 1024;
