-- Work that follows from a change, written with it. Rows are unfinished work only: what is done leaves, what is given up moves to outbox_dead.
-- The key is the place in the queue and not the tenant's: workers claim for all tenants.
create table outbox_message (
    seq sequence_key,
    tenant id_text not null,
    topic id_text not null,
    ordering_key id_text,           -- null: in no order
    id id_text not null,
    dedupe_id id_text,
    payload text not null,          -- JSON
    traceparent text,
    enqueued_at bigint not null,
    due_at bigint not null,         -- when it may be claimed: its delay, its next try, the end of its lease
    behind boolean not null,        -- put off because an earlier message of its key is unfinished
    owner id_text,                  -- the worker that has claimed it
    attempts integer not null,      -- claims that were not given back
    error text                      -- of the last try
);

create index outbox_message_due on outbox_message (topic, due_at, seq);
create index outbox_message_key on outbox_message (tenant, topic, ordering_key, seq);

create table outbox_dead (
    tenant id_text not null,
    id id_text not null,
    topic id_text not null,
    ordering_key id_text,
    dedupe_id id_text,
    payload text not null,
    traceparent text,
    enqueued_at bigint not null,
    attempts integer not null,
    error text not null,
    died_at bigint not null,
    primary key (tenant, id)
);

create index outbox_dead_topic on outbox_dead (tenant, topic, id);

-- What a second enqueue is compared with.
create table outbox_dedupe (
    tenant id_text not null,
    topic id_text not null,
    dedupe_id id_text not null,
    message_id id_text not null,
    expires_at bigint,              -- null while the message is unfinished or dead
    primary key (tenant, topic, dedupe_id)
) without rowid;

create index outbox_dedupe_expires on outbox_dedupe (expires_at) where expires_at is not null;
