import type { Context } from '../../delivery/context.ts';
import { type ExportManifest, manifestFormat, manifestType } from '../../evidence/bundle/export-manifest.ts';
import { signJws } from '../../evidence/bundle/sign-jws.ts';
import { termFields } from '../evidence/term-fields.ts';
import type { Terms } from '../evidence/terms.ts';
import { columns } from './columns.ts';
import type { ExportPart, ExportWork } from './write-export.ts';

/** What a finished file holds, signed by the organisation. */
export async function writeManifest(
  { settings, signer }: Context,
  work: ExportWork & { readonly terms: Terms },
  parts: readonly ExportPart[],
  sha256: string,
): Promise<Buffer> {
  const sum = (of: (part: ExportPart) => number) => parts.reduce((total, part) => total + of(part), 0);
  const manifest: ExportManifest = {
    format: manifestFormat,
    made: work.madeAt,
    issuer: { organisation: settings.organisation, url: settings.url, installation: settings.installation },
    file: { format: work.format, bytes: sum(({ bytes }) => bytes), rows: sum(({ rows }) => rows), sha256 },
    columns,
    terms: termFields(work.terms),
    units: work.units,
    log: { size: work.size, checkpoint: work.checkpoint },
    parts: parts.map((part) => ({
      first: part.firstIndex,
      last: part.lastIndex,
      bytes: part.bytes,
      rows: part.rows,
      sha256: part.sha256,
    })),
  };
  return Buffer.concat(
    await signJws([JSON.stringify(manifest)], await signer(), { typ: manifestType, at: new Date() }),
  );
}
