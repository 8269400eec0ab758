/**
 * How the embedded server runs: modest in memory, durable, in UTC. Its log, one file a weekday and written over after
 * a week, holds no statement, no value and no row: errors of statements go to the client alone (`log_min_messages`),
 * and `terse` drops the details that would quote rows.
 */
export const embeddedSettings = {
  timezone: 'UTC',
  log_timezone: 'UTC',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '64MB',
  max_wal_size: '512MB',
  jit: 'off',
  io_method: 'sync',
  // Queues and counters change the same few pages; frequent small vacuums keep them small.
  autovacuum_naptime: '15s',
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgres-%a.log',
  log_file_mode: '0600',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1d',
  log_rotation_size: '0',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
} as const;
