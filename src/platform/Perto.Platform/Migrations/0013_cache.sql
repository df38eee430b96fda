-- What caches keep beyond the memory of a process; derived: all of it may be deleted at any time.
create table cache_entry (
    tenant id_text not null,
    cache id_text not null,
    key id_text not null,           -- version of the values, then the key
    value blob not null,            -- with its times and the versions of its tags, or the mark of a removal
    expires_at bigint not null,
    primary key (tenant, cache, key)
);

create index cache_entry_expiry on cache_entry (expires_at);

-- A value belongs to the versions that its tags had when it was begun.
create table cache_tag (
    tenant id_text not null,
    cache id_text not null,
    tag id_text not null,           -- empty: all values
    version id_text not null,
    primary key (tenant, cache, tag)
) without rowid;
