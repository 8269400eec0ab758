-- Run after every migration, with :runtime replaced by the quoted name of the runtime role. The runtime
-- role owns nothing: it can add evidence and read it, and neither change nor remove it.

grant usage on schema public to :runtime;
grant select, insert, update, delete on
  units, people, welcome_links, staff_sessions, systems, contacts,
  incidents, incident_messages, incident_told, incident_tasks, incident_letters, incident_alarms,
  misdeliveries, blocks, messages, parts, staged_blobs, deliveries, wraps, link_tokens, codes, budgets,
  recipient_sessions, session_deliveries, idempotency_keys, event_fields, pending_events,
  jobs, job_slots, outbox, sign_in_links, failures, grants, totp_secrets, passkeys, passkey_challenges,
  recovery_codes, oidc_sign_ins, system_secrets, contact_imports, contact_import_rows, looks,
  failure_counts, failure_domains, failure_hours,
  exports, export_parts, tombstones, tombstone_batches, reconciliations, silences,
  ladder, ladder_progress, ladder_attempts,
  message_terms, acknowledgement_drafts, acknowledgements, answered_expiries,
  recipient_passkeys, recipient_challenges, delivery_identities, contact_identities, eid_requests,
  replies, reply_parts, reply_uploads, reply_pieces, case_keepers, mailboxes, mailbox_members, access_codes,
  mailbox_links, mailbox_codes, mailbox_sessions
  to :runtime;
revoke all on events from :runtime;
grant select, insert on events to :runtime;
grant select, insert on policies to :runtime;
revoke all on log_entries, log_nodes from :runtime;
grant select, insert on log_entries, log_nodes to :runtime;
revoke all on log_timestamps from :runtime;
grant select, insert on log_timestamps to :runtime;
grant select, insert, update on logs, log_keys to :runtime;
grant select on migrations, installation to :runtime;
