-- Answers by idempotency key, so that a request that is sent twice is carried out once.
create table server_idempotency (
  tenant id_text not null,
  idempotency_key id_text not null,
  endpoint text not null,
  request_sha256 text not null,
  -- Who carries the request out, and until when that is believed: after a crash another may take over.
  claim text not null,
  claimed_until bigint not null,
  -- The answer; null while the request is carried out. The body is null when it was too long to keep.
  status integer,
  headers text,
  body blob,
  created_at bigint not null,
  expires_at bigint not null,
  primary key (tenant, idempotency_key)
);

create index server_idempotency_expiry on server_idempotency (expires_at);
