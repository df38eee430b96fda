-- Erasures that were asked for: what is left to do, and afterwards the receipt.
create table privacy_erasure (
    tenant id_text not null,
    id id_text not null,
    subject_hash id_text not null,  -- HMAC-SHA-256 with the installation's key
    subject_sealed blob,            -- the person's id, encrypted; null as soon as no step needs it
    state text not null,            -- running, purging, done
    failure text,                   -- why the last attempt stopped
    requested_at bigint not null,
    updated_at bigint not null,
    finished_at bigint,
    primary key (tenant, id)
);

create table privacy_erasure_step (
    tenant id_text not null,
    erasure id_text not null,
    source id_text not null,
    position integer not null,
    items bigint not null,          -- most that was ever found: a step that runs again finds less
    finished_at bigint,
    primary key (tenant, erasure, source)
);

-- Whose data are not taken any more.
create table privacy_suppression (
    tenant id_text not null,
    subject_hash id_text not null,
    erasure id_text not null,
    created_at bigint not null,
    primary key (tenant, subject_hash)
) without rowid;

-- Collections of the tenant's own whose records are about people.
create table privacy_collection (
    tenant id_text not null,
    collection id_text not null,
    subject_field text,             -- the payload field with the person's id; null: the record's id is the person's
    declared_at bigint not null,
    primary key (tenant, collection)
) without rowid;
