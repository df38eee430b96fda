create table streaming_batch (          -- pages for many people: what was asked for, and how far it is
    tenant id_text not null,
    id id_text not null,
    request text not null,              -- JSON, without the people
    fingerprint text not null,          -- SHA-256 of all that was asked for, the people too
    listed boolean not null,            -- whether the people were listed
    file text,                          -- the path on the machine that makes it; null: the table
    format text,                        -- jsonl, csv
    state text not null,                -- queued, running, interrupted, done, failed, cancelled
    at bigint not null,                 -- the moment for which pages are made
    people bigint not null,
    made bigint not null,
    failed bigint not null,
    degraded bigint not null,
    reached id_text not null,           -- the last person who is done
    bytes bigint not null,              -- of the file, with that person
    failure text,
    asked_at bigint not null,
    progressed_at bigint not null,
    finished_at bigint,
    primary key (tenant, id)
);

create table streaming_batch_person (   -- who was listed, what was made for them, or why nothing was
    tenant id_text not null,
    batch id_text not null,
    user_id id_text not null,
    page text,                          -- JSON
    failure text,
    primary key (tenant, batch, user_id)
) without rowid;

create index streaming_batch_person_by_user on streaming_batch_person (tenant, user_id);
