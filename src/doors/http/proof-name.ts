/** A name for a file that is handed out, which names nobody: ids hold nothing but hex and dashes. */
export const proofName = (kind: 'evidence' | 'receipt', id: string, extension: 'json' | 'pdf'): string =>
  `${kind}-${id.replace(/[^0-9a-f-]/g, '')}.${extension}`;
