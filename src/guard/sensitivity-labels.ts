import { foldedValue } from './folded-text.ts';

/** A setting of Microsoft's `msip_labels`, folded: `msip_label_<GUID>_enabled=true`. */
const setting = /^msip_label_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_(enabled|name) ?= ?(.*)$/;

/**
 * The labels that a mail carries, folded: the values of `Sensitivity` (RFC 4021: Personal, Private,
 * Company-Confidential), and of `msip_labels` the GUIDs and names of labels that are enabled.
 */
export function sensitivityLabels(
  sensitivity: readonly string[],
  msipLabels: readonly string[],
): Set<string> {
  const labels = new Set(sensitivity.map(foldedValue));
  const settings = msipLabels
    .flatMap((value) => foldedValue(value).split(';'))
    .map((each) => each.trim().match(setting))
    .filter((match) => match !== null);
  const enabled = new Set(
    settings.filter(([, , key, value]) => key === 'enabled' && value === 'true').map(([, guid]) => guid!),
  );
  for (const [, guid, key, value] of settings) {
    if (!enabled.has(guid!)) continue;
    labels.add(guid!);
    if (key === 'name') labels.add(value!);
  }
  return labels;
}
