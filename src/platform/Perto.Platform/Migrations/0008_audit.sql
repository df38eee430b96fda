-- Who did what, in a chain: each entry's hash covers the hash of the one before. Rows are only ever added, and taken from the old end.
create table audit_entry (
    tenant id_text not null,
    sequence bigint not null,       -- 1, 2, 3 ... without a gap
    at bigint not null,
    actor id_text not null,         -- the id of a key, or local
    action id_text not null,
    target text not null,
    outcome text not null,          -- done, refused, failed
    details text not null,          -- JSON object
    hash blob not null,
    primary key (tenant, sequence)
);

create index audit_entry_time on audit_entry (tenant, at);

-- Both ends of a tenant's chain, signed: rows that are cut off at either end are missed.
create table audit_chain (
    tenant id_text not null,
    first_sequence bigint not null, -- the oldest entry that is kept
    anchor blob not null,           -- the hash of the entry before it
    last_sequence bigint not null,
    last_hash blob not null,
    signature blob not null,        -- HMAC-SHA256 over all of the above
    primary key (tenant)
);
