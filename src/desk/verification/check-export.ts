import { BadSignature, Malformed } from '../../evidence/log/malformed.ts';
import type { ExportReport } from '../../evidence/verification/export-report.ts';
import { verifyExport } from '../../evidence/verification/verify-export.ts';
import type { Trust } from '../../message/verification.ts';
import type { Checked } from './check-bundle.ts';

export type { ExportReport } from '../../evidence/verification/export-report.ts';

/** Checks a file of evidence, with the manifest that was signed for it if there is one. */
export async function checkExport(
  file: AsyncIterable<Uint8Array>,
  manifest: Uint8Array | undefined,
  trust: Trust,
): Promise<Checked<ExportReport>> {
  try {
    return { report: await verifyExport(file, manifest, trust) };
  } catch (error) {
    if (error instanceof BadSignature) return { forged: error.message };
    if (error instanceof Malformed) return { unreadable: error.message };
    throw error;
  }
}
