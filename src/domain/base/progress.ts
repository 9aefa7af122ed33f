/** How far some work is: what is being done or was just done, and how many steps are over of how many, where known. */
export type Progress = {
  step?: string | undefined;
  done?: number | undefined;
  planned?: number | undefined;
};

/** Hears how far some work is. Whatever takes long and has one result takes it as `onProgress`. */
export type OnProgress = (progress: Progress) => void;
