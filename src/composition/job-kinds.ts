import { stampAcknowledgement } from '../delivery/acknowledgements/stamp-acknowledgement.ts';
import { watchDeadlines } from '../delivery/acknowledgements/watch-deadlines.ts';
import { codeDied, deliverCode } from '../delivery/deliver-code.ts';
import { destroyEpochs } from '../delivery/destroy-epochs.ts';
import { eraseLeftovers } from '../delivery/erase-leftovers.ts';
import { expireDeliveries } from '../delivery/expire-deliveries.ts';
import type { JobKinds } from '../delivery/job-types.ts';
import { noticeDied, notifyRecipient } from '../delivery/notify-recipient.ts';
import { failureNoticeDied, notifyOfFailures } from '../delivery/failure-notices.ts';
import { gatherFailures } from '../delivery/gather-failures.ts';
import { watchFailures } from '../delivery/watch-failures.ts';
import { mailRelayed, relayDied } from '../delivery/relay-mail.ts';
import { alarmDied, mailAlarm } from '../delivery/mail-alarm.ts';
import { mailReplyAnswer } from '../delivery/answer-reply.ts';
import { deletionMailDied, mailDeletionRequest } from '../delivery/mail-deletion-request.ts';
import { mailReply, replyMailDied } from '../delivery/replies/mail-reply.ts';
import { mailReplyNotice, replyNoticeDied } from '../delivery/replies/mail-reply-notice.ts';
import { climbLadder } from '../delivery/ladder/climb-ladder.ts';
import { ringDied, ringRecipient } from '../delivery/ladder/ring-recipient.ts';
import { tellOldPhone } from '../delivery/phones/tell-old-phone.ts';
import { mailPasskeyNotice } from '../delivery/returning/mail-passkey-notice.ts';
import { moveSeals } from '../delivery/move-seals.ts';
import { requestDeletion } from '../delivery/request-deletion.ts';
import { findSilence } from '../delivery/silence/watch-silence.ts';
import { sweep } from '../delivery/sweep.ts';
import { writeTombstones } from '../delivery/write-tombstones.ts';
import { confirmIdentities } from '../desk/account/identity-confirmation.ts';
import type { StaffIdentity } from '../desk/account/identity-provider.ts';
import { digestParts } from '../desk/failures/digest-parts.ts';
import { mailDigest } from '../desk/failures/mail-digest.ts';
import { planDigest } from '../desk/failures/plan-digest.ts';
import { mailSignInLink } from '../desk/account/mail-sign-in-link.ts';
import { mailCase } from '../desk/conversations/mail-case.ts';
import { deliverOwnerCode, ownerCodeDied } from '../desk/mailboxes/owners/deliver-owner-code.ts';
import { mailInvitation } from '../desk/mailboxes/owners/mail-invitation.ts';
import { mailCheckpoint } from '../desk/log/mail-checkpoint.ts';
import { stampDelays, stampLog } from '../desk/log/stamp-log.ts';
import { sweepExports } from '../desk/exports/delete-export.ts';
import { exportDied, writeExport } from '../desk/exports/write-export.ts';
import { reconcile, reconcileDied } from '../desk/reconciliation/make-reconciliation.ts';
import { alarmOfIncidents } from '../desk/incidents/alarm-of-incidents.ts';
import { expiryMailDied, mailExpiry } from '../desk/systems/mail-expiry.ts';
import { remindOfExpiry } from '../desk/systems/remind-of-expiry.ts';
import type { Installation } from './installation.ts';
import { mailAndPhoneTexts } from './texts.ts';

const minute = 60;
const hour = 60 * minute;

/** Two days of tries: a mail server that is down over a weekend's night still gets its notices. */
const mailDelays = [
  minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
  16 * hour,
  16 * hour,
];

/** A relay that hangs holds it up for minutes, blobs that cannot be reached for longer. */
const eraseDelays = [5, 10, 30, minute, 5 * minute, 15 * minute, hour, 4 * hour, 8 * hour, 16 * hour];

/** The work that follows commits. Codes come first: somebody is waiting for them. */
export function jobKinds(
  { ctx, mailer, phones, timestamps }: Installation,
  identity?: StaffIdentity,
): JobKinds {
  const texts = mailAndPhoneTexts(ctx.settings);
  return {
    code: {
      run: deliverCode(ctx, phones, texts),
      retryDelays: [1, 2, 5, 10, 20, 40, 60, 60, 120, 120],
      limit: 50,
      onDead: codeDied(ctx),
    },
    notice: { run: notifyRecipient(ctx, mailer, texts), retryDelays: mailDelays, onDead: noticeDied(ctx) },
    ladder: { run: climbLadder(ctx), retryDelays: [10, 30], everySeconds: minute },
    ladder_phone: {
      run: ringRecipient(ctx, phones, texts),
      retryDelays: [5, 30, minute, 5 * minute, 15 * minute, hour, hour],
      limit: 20,
      onDead: ringDied(ctx),
    },
    phone_changed: {
      run: tellOldPhone(ctx, phones, texts),
      retryDelays: [minute, 5 * minute, 15 * minute, hour, 4 * hour],
      limit: 5,
    },
    relay: { run: mailRelayed(ctx, mailer), retryDelays: mailDelays, onDead: relayDied(ctx) },
    deletion_request: { run: requestDeletion(ctx), retryDelays: [5, 30, 5 * minute, hour, 4 * hour] },
    deletion_mail: {
      run: mailDeletionRequest(ctx, mailer, texts),
      retryDelays: mailDelays,
      onDead: deletionMailDied(ctx),
    },
    passkey_mail: { run: mailPasskeyNotice(ctx, mailer, texts), retryDelays: mailDelays },
    reply_answer: { run: mailReplyAnswer(ctx, mailer, texts), retryDelays: mailDelays },
    reply_mail: { run: mailReply(ctx, mailer, texts), retryDelays: mailDelays, onDead: replyMailDied() },
    reply_notice: {
      run: mailReplyNotice(ctx, mailer, texts),
      retryDelays: mailDelays,
      onDead: replyNoticeDied(),
    },
    case_notice: { run: mailCase(ctx, mailer, texts), retryDelays: mailDelays },
    gather_failures: { run: gatherFailures(ctx), retryDelays: [5, 10], everySeconds: 5 },
    watch_failures: { run: watchFailures(ctx), retryDelays: [5, 30], everySeconds: minute },
    failure_notice: {
      run: notifyOfFailures(ctx, mailer, texts),
      retryDelays: mailDelays,
      onDead: failureNoticeDied(),
    },
    alarm: { run: mailAlarm(ctx, mailer, texts), retryDelays: mailDelays, onDead: alarmDied(ctx) },
    digest: { run: planDigest(ctx), retryDelays: [minute, 5 * minute], everySeconds: 5 * minute },
    digest_mail: { run: mailDigest(ctx, mailer, texts, digestParts), retryDelays: mailDelays },
    mailbox_invitation: { run: mailInvitation(ctx, mailer, texts), retryDelays: mailDelays },
    mailbox_code: {
      run: deliverOwnerCode(ctx, phones, texts),
      retryDelays: [1, 2, 5, 10, 20, 40, 60, 60, 120, 120],
      limit: 5,
      onDead: ownerCodeDied(),
    },
    sign_in_link: { run: mailSignInLink(ctx, mailer, texts), retryDelays: mailDelays },
    ...(identity
      ? {
          confirm_identities: {
            run: confirmIdentities(ctx, identity),
            retryDelays: [minute],
            everySeconds: 5 * minute,
          },
        }
      : {}),
    ...(timestamps
      ? {
          timestamp_log: {
            run: stampLog(ctx, timestamps.authority),
            retryDelays: stampDelays,
            everySeconds: timestamps.everySeconds,
          },
          timestamp_acknowledgement: {
            run: stampAcknowledgement(ctx, timestamps.authority),
            retryDelays: [5, 30, minute, 5 * minute, 15 * minute, hour, 4 * hour, 8 * hour, 16 * hour],
            limit: 2,
          },
        }
      : {}),
    mail_checkpoint: {
      run: mailCheckpoint(ctx, mailer, texts),
      retryDelays: mailDelays,
      everySeconds: 24 * hour,
    },
    secrets_ending: { run: remindOfExpiry(ctx), retryDelays: [minute, 5 * minute], everySeconds: hour },
    secret_notice: {
      run: mailExpiry(ctx, mailer, texts),
      retryDelays: mailDelays,
      onDead: expiryMailDied(),
    },
    export: {
      run: writeExport(ctx),
      retryDelays: [5, 30, 2 * minute, 10 * minute],
      limit: 1,
      onDead: exportDied(),
    },
    sweep_exports: { run: sweepExports(ctx), retryDelays: [minute, 5 * minute], everySeconds: hour },
    find_silence: {
      run: findSilence(ctx),
      retryDelays: [minute, 10 * minute, hour],
      limit: 1,
      everySeconds: 24 * hour,
    },
    reconcile: {
      run: reconcile(ctx),
      retryDelays: [minute, 10 * minute, hour],
      limit: 1,
      everySeconds: 24 * hour,
      onDead: reconcileDied(),
    },
    incident_alarms: { run: alarmOfIncidents(ctx), retryDelays: [5, 30], everySeconds: minute },
    write_tombstones: { run: writeTombstones(ctx), retryDelays: [10, minute], everySeconds: 10 },
    move_seals: { run: moveSeals(ctx), retryDelays: [minute, 5 * minute], everySeconds: hour, limit: 1 },
    destroy_epochs: { run: destroyEpochs(ctx), retryDelays: [minute, 5 * minute], everySeconds: hour },
    watch_deadlines: { run: watchDeadlines(ctx), retryDelays: [5, 30], everySeconds: minute },
    expire: { run: expireDeliveries(ctx), retryDelays: [minute, 5 * minute], everySeconds: minute },
    erase_leftovers: { run: eraseLeftovers(ctx), retryDelays: eraseDelays },
    sweep: { run: sweep(ctx), retryDelays: [minute, 5 * minute], everySeconds: 15 * minute },
  };
}
