import type { Response } from 'express';
import type { DownloadLeases } from '../../../delivery/download-leases.ts';

/**
 * Lets a page with content leave only while its delivery stands: what still waits for a slow reader when the delivery ends
 * never arrives. The connection is reset, so that a cut is no clean end. To be called before the first byte.
 */
export function holdUnderLease(response: Response, leases: DownloadLeases, delivery: string): void {
  const lease = leases.hold(delivery);
  const cut = () => void response.socket?.resetAndDestroy();
  lease.lost.addEventListener('abort', cut);
  response.once('close', () => {
    lease.lost.removeEventListener('abort', cut);
    lease.release();
  });
}
