/**
 * Memory that begins at a page, as writes with O_DIRECT demand (open(2), NOTES): V8 maps the memory of resizable buffers
 * page by page, where it would carve fixed ones from a heap.
 */
export const alignedBuffer = (size: number): Buffer =>
  Buffer.from(new ArrayBuffer(size, { maxByteLength: size }));
