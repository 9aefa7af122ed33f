export const oneCellEach: RegExp;
